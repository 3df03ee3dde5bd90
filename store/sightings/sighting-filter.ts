import { sql, type RawBuilder } from 'kysely';
import type { ObjectClass } from '../../pipeline/objects/detection.ts';
import type { Colour } from '../../pipeline/segment/segment-facts.ts';

/** What narrows a search beside the plate; what is left out doesn't. */
export interface SightingFilter {
  readonly cameraIds?: readonly string[];
  /** First moment that counts. */
  readonly from?: Date;
  /** First moment that doesn't. */
  readonly until?: Date;
  readonly objectClasses?: readonly ObjectClass[];
  readonly colours?: readonly Colour[];
}

/** `and …` for a query on `sighting`; nothing for an empty filter. */
export function filterConditions(filter: SightingFilter): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.cameraIds) conditions.push(sql`camera_id = any(${filter.cameraIds}::text[])`);
  if (filter.from) conditions.push(sql`captured_at >= ${filter.from}`);
  if (filter.until) conditions.push(sql`captured_at < ${filter.until}`);
  if (filter.objectClasses) {
    conditions.push(sql`object_class = any(${filter.objectClasses}::text[])`);
  }
  if (filter.colours) conditions.push(sql`colour = any(${filter.colours}::text[])`);
  if (conditions.length === 0) return sql``;
  return sql`and ${sql.join(conditions, sql` and `)}`;
}
