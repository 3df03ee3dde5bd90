import type { Kysely } from 'kysely';
import { dayNumberOf, dayOfNumber, type UtcDay } from '../pipeline/time/utc-day.ts';
import type { NewTrack, Schema, Track } from './schema.ts';

/** PostgreSQL takes 65,535 parameters in a statement; a track has 16. */
const ROWS_PER_STATEMENT = 1_000;

/** Adds the tracks; one that is there takes the new particulars. */
export async function saveTracks(db: Kysely<Schema>, tracks: readonly NewTrack[]): Promise<void> {
  for (let start = 0; start < tracks.length; start += ROWS_PER_STATEMENT) {
    await db
      .insertInto('track')
      .values(tracks.slice(start, start + ROWS_PER_STATEMENT))
      .onConflict((conflict) =>
        conflict.columns(['id', 'day']).doUpdateSet((eb) => ({
          segmentId: eb.ref('excluded.segmentId'),
          objectClass: eb.ref('excluded.objectClass'),
          colour: eb.ref('excluded.colour'),
          colourConfidence: eb.ref('excluded.colourConfidence'),
          directionDeg: eb.ref('excluded.directionDeg'),
          zones: eb.ref('excluded.zones'),
          hasPlate: eb.ref('excluded.hasPlate'),
          firstAt: eb.ref('excluded.firstAt'),
          lastAt: eb.ref('excluded.lastAt'),
          bestAt: eb.ref('excluded.bestAt'),
          cropKey: eb.ref('excluded.cropKey'),
        })),
      )
      .execute();
  }
}

/** By number. */
export async function tracksOfFootage(
  db: Kysely<Schema>,
  footageId: string,
): Promise<readonly Track[]> {
  return db
    .selectFrom('track')
    .selectAll()
    .where('footageId', '=', footageId)
    .orderBy('number')
    .execute();
}

/** Object keys of the tracks' best pictures, by track; tracks without one are left out. */
export async function cropKeysOfTracks(
  db: Kysely<Schema>,
  trackIds: readonly string[],
  days: readonly UtcDay[],
): Promise<ReadonlyMap<string, string>> {
  if (trackIds.length === 0 || days.length === 0) return new Map();
  const first = days.reduce((a, b) => (a < b ? a : b));
  const rows = await db
    .selectFrom('track')
    .select(['id', 'cropKey'])
    .where('id', 'in', [...trackIds])
    // A track may have begun the day before its plate was read.
    .where('day', '>=', dayOfNumber(dayNumberOf(first) - 1))
    .where('cropKey', 'is not', null)
    .execute();
  return new Map(rows.map(({ id, cropKey }) => [id, cropKey!]));
}
