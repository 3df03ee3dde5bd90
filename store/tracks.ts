import { sql, type Kysely } from 'kysely';
import { dayNumberOf, dayOfNumber, type UtcDay } from '../pipeline/time/utc-day.ts';
import { hidden, prepared } from './prepared-statements.ts';
import type { NewTrack, Schema, Track } from './schema.ts';

/** PostgreSQL takes 65,535 parameters in a statement; a track has 18. */
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
          isOpen: eb.ref('excluded.isOpen'),
          bestAt: eb.ref('excluded.bestAt'),
          clockSource: eb.ref('excluded.clockSource'),
          cropKey: eb.ref('excluded.cropKey'),
        })),
      )
      .execute();
  }
}

/** The rows that are there of these tracks, as they were written while they were in view. */
export async function openTracksAmong(
  db: Kysely<Schema>,
  tracks: readonly Pick<NewTrack, 'id' | 'day'>[],
): Promise<readonly Track[]> {
  if (tracks.length === 0) return [];
  return db
    .selectFrom('track')
    .selectAll()
    .where(
      'id',
      'in',
      tracks.map(({ id }) => id),
    )
    .where('day', 'in', [...new Set(tracks.map(({ day }) => day))])
    .where('isOpen', '=', true)
    .execute();
}

/**
 * Nobody follows the footage's tracks any more: those in view stay as they were told last.
 * @returns the number after the last of the footage
 */
export async function closeOpenTracks(db: Kysely<Schema>, footageId: string): Promise<number> {
  await db
    .updateTable('track')
    .set({ isOpen: false })
    .where('footageId', '=', footageId)
    .where('isOpen', '=', true)
    .execute();
  const { last } = await db
    .selectFrom('track')
    .select((eb) => eb.fn.max<number | null>('number').as('last'))
    .where('footageId', '=', footageId)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
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

/** What is shown of a track beside its sighting. */
export interface ShownTrack {
  /** Object key of the best picture; null: there is none. */
  readonly cropKey: string | null;
  /** Still in view when it was written down. */
  readonly isOpen: boolean;
}

/** By track; those that are gone are left out. `day`: of the track's sighting. */
export async function shownTracks(
  db: Kysely<Schema>,
  tracks: readonly { readonly trackId: string; readonly day: UtcDay }[],
): Promise<ReadonlyMap<string, ShownTrack>> {
  if (tracks.length === 0) return new Map();
  // A track may have begun the day before its plate was read. One day a row: each looks into that
  // day's table only.
  const places = tracks.flatMap(({ trackId, day }) => [
    { trackId, day },
    { trackId, day: dayOfNumber(dayNumberOf(day) - 1) },
  ]);
  const { rows } = await sql<{ id: string } & ShownTrack>`${prepared}
    select track.id, track.crop_key, track.is_open
    from unnest(
      ${hidden(
        places.map(({ trackId }) => trackId),
        'uuid',
      )},
      ${hidden(
        places.map(({ day }) => day),
        'date',
      )}
    ) as place (id, day)
    join track on track.day = place.day and track.id = place.id`.execute(db);
  return new Map(rows.map(({ id, ...shown }) => [id, shown]));
}
