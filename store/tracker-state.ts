import type { Kysely } from 'kysely';
import type { Schema, TrackerStateRow } from './schema.ts';

/** Null before the first segment is tracked, and again once the footage is complete. */
export async function loadTrackerState(
  db: Kysely<Schema>,
  footageId: string,
): Promise<TrackerStateRow | null> {
  const row = await db
    .selectFrom('trackerState')
    .selectAll()
    .where('footageId', '=', footageId)
    .executeTakeFirst();
  return row ?? null;
}
