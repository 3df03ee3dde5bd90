import type { Kysely } from 'kysely';
import type { NewTrack, Schema, Track } from './schema.ts';

/** PostgreSQL takes 65,535 parameters in a statement; a track has 14. */
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
