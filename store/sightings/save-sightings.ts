import { sql, type Kysely } from 'kysely';
import type { NewSighting, Schema } from '../schema.ts';

/** Large enough that a statement's fixed cost doesn't count, small enough to stay a few MB. */
const ROWS_PER_STATEMENT = 2_000;

/**
 * Adds the sightings; one that is there takes the new particulars. Columns go over as arrays: one
 * parameter a column, whatever the number of rows. Days must be there (`ensureDays`).
 */
export async function saveSightings(
  db: Kysely<Schema>,
  sightings: readonly NewSighting[],
): Promise<void> {
  for (let start = 0; start < sightings.length; start += ROWS_PER_STATEMENT) {
    await saveBatch(db, sightings.slice(start, start + ROWS_PER_STATEMENT));
  }
}

async function saveBatch(db: Kysely<Schema>, rows: readonly NewSighting[]): Promise<void> {
  const column = <K extends keyof NewSighting>(key: K): NewSighting[K][] =>
    rows.map((row) => row[key]);
  // Arrays of arrays must be rectangular in PostgreSQL: each list of tokens goes over as its text.
  const partTokens = rows.map((row) => `{${row.partTokens.join(',')}}`);
  await sql`
    insert into sighting (id, day, camera_id, track_id, segment_id, captured_at,
      clock_source, confidence, object_class, colour, sealed, skeleton_token, part_tokens)
    select id, day, camera_id, track_id, segment_id, captured_at,
      clock_source, confidence, object_class, colour, sealed, skeleton_token, part_tokens::bigint[]
    from unnest(
      ${column('id')}::uuid[], ${column('day')}::date[], ${column('cameraId')}::text[],
      ${column('trackId')}::uuid[], ${column('segmentId')}::uuid[],
      ${column('capturedAt')}::timestamptz[], ${column('clockSource')}::text[],
      ${column('confidence')}::real[],
      ${column('objectClass')}::text[], ${column('colour')}::text[],
      ${column('sealed').map((bytes) => Buffer.from(bytes))}::bytea[], ${column('skeletonToken')}::bigint[],
      ${partTokens}::text[]
    ) as row (id, day, camera_id, track_id, segment_id, captured_at,
      clock_source, confidence, object_class, colour, sealed, skeleton_token, part_tokens)
    on conflict (id, day) do update set
      track_id = excluded.track_id, segment_id = excluded.segment_id,
      captured_at = excluded.captured_at, clock_source = excluded.clock_source,
      confidence = excluded.confidence, object_class = excluded.object_class, colour = excluded.colour,
      sealed = excluded.sealed, skeleton_token = excluded.skeleton_token,
      part_tokens = excluded.part_tokens`.execute(db);
}
