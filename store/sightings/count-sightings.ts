import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { filterConditions, type SightingFilter } from './sighting-filter.ts';

/** How many sightings meet the filter. Says nothing of their plates. */
export async function countSightings(db: Kysely<Schema>, filter: SightingFilter): Promise<number> {
  const { rows } = await sql<{ rows: bigint }>`
    select count(*) as rows from sighting where true ${filterConditions(filter)}`.execute(db);
  return Number(rows[0]?.rows ?? 0n);
}
