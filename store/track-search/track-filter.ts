import { sql, type RawBuilder } from 'kysely';
import type { Heading, TraitFilter } from '../../pipeline/track-search/trait-filter.ts';
import { DIRECTIONS } from '../../pipeline/track-search/track-cell.ts';

/** What only the rows of tracks can tell, because they aren't counted by it. */
export interface FineFilter {
  /** In one of these ranges of headings; null: any or none. */
  readonly headings: readonly Heading[] | null;
  /** In at least one of these zones; null: anywhere. */
  readonly anyZone: readonly string[] | null;
  readonly minDurationMs: number | null;
}

type Condition = RawBuilder<boolean>;

/** Conditions on the rows of `track`; `true` where nothing is asked for. */
export function traitCondition({
  objectClass,
  colour,
  direction,
  hasPlate,
}: TraitFilter): Condition {
  const conditions: Condition[] = [];
  if (objectClass !== null) conditions.push(sql`object_class = any(${[...objectClass]}::text[])`);
  if (colour !== null) conditions.push(sql`colour = any(${[...colour]}::text[])`);
  if (hasPlate !== null) conditions.push(sql`has_plate = any(${[...hasPlate]}::boolean[])`);
  if (direction !== null) {
    const eighths = [...direction].map((name) => DIRECTIONS.indexOf(name));
    conditions.push(sql`coalesce(floor((direction_deg + 22.5) / 45)::integer % 8,
      ${DIRECTIONS.length - 1}) = any(${eighths}::integer[])`);
  }
  return all(conditions);
}

export function zoneCondition(zone: string): Condition {
  return zone === '' ? sql`true` : sql`zones @> array[${zone}]::text[]`;
}

export function fineCondition({ headings, anyZone, minDurationMs }: FineFilter): Condition {
  const conditions: Condition[] = [];
  if (headings !== null) {
    // The shorter way round from one heading to the other.
    const within = headings.map(
      ({ degrees, toleranceDeg }): Condition =>
        sql`180 - abs(180 - abs(direction_deg::numeric - ${degrees}::numeric)) <= ${toleranceDeg}::numeric`,
    );
    conditions.push(sql`(${sql.join(within, sql` or `)})`);
  }
  if (anyZone !== null) conditions.push(sql`zones && ${[...anyZone]}::text[]`);
  if (minDurationMs !== null) {
    conditions.push(sql`last_at - first_at >= ${minDurationMs} * interval '1 millisecond'`);
  }
  return all(conditions);
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}
