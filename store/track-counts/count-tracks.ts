import type { Kysely } from 'kysely';
import {
  addCounts,
  packCounts,
  unpackCounts,
  type CellCounts,
} from '../../pipeline/track-search/cell-counts.ts';
import { HOUR_MS, startOf } from '../../pipeline/track-search/tile-spans.ts';
import { cellOf, directionOf } from '../../pipeline/track-search/track-cell.ts';
import { utcDayOf, type UtcDay } from '../../pipeline/time/utc-day.ts';
import type { NewTrack, Schema } from '../schema.ts';

/** The whole picture, zones or not. */
export const WHOLE_PICTURE = '';

/** Of a row, what it is counted by. */
type CountedTrack = Pick<
  NewTrack,
  'objectClass' | 'colour' | 'directionDeg' | 'hasPlate' | 'zones' | 'firstAt'
>;

/**
 * Counts tracks of one camera into its hours and days, in place of what their rows said before. Call it
 * in the transaction that writes the rows and under the lock of the camera: counts are read, added to
 * and written; where nothing changes they aren't.
 * @param before rows that `tracks` replaces; those of tracks that are new are none
 */
export async function countTracks(
  trx: Kysely<Schema>,
  cameraId: string,
  before: readonly CountedTrack[],
  tracks: readonly CountedTrack[],
): Promise<void> {
  for (const zone of zonesOf([...before, ...tracks])) {
    const left = before.filter((track) => isIn(track, zone));
    const came = tracks.filter((track) => isIn(track, zone));
    const hourOf = ({ firstAt }: CountedTrack) => startOf(msOf(firstAt), HOUR_MS);
    for (const [hourMs, counts] of changes(left, came, hourOf)) {
      await addHour(trx, { cameraId, zone, hourAt: new Date(hourMs) }, counts);
    }
    const dayOf = ({ firstAt }: CountedTrack) => utcDayOf(msOf(firstAt));
    for (const [day, counts] of changes(left, came, dayOf)) {
      await addDay(trx, { cameraId, zone, day }, counts);
    }
  }
}

function zonesOf(tracks: readonly CountedTrack[]): ReadonlySet<string> {
  return new Set(tracks.flatMap(({ zones }) => [WHOLE_PICTURE, ...(zones ?? [])]));
}

function isIn({ zones }: CountedTrack, zone: string): boolean {
  return zone === WHOLE_PICTURE || (zones ?? []).includes(zone);
}

/** What is to be added where; cells and places where nothing changes are left out. */
function changes<Key>(
  left: readonly CountedTrack[],
  came: readonly CountedTrack[],
  keyOf: (track: CountedTrack) => Key,
): Map<Key, CellCounts> {
  const counts = new Map<Key, Map<number, number>>();
  const add = (track: CountedTrack, by: number): void => {
    const { objectClass, colour, hasPlate = false } = track;
    const direction = directionOf(track.directionDeg ?? null);
    const cell = cellOf({ objectClass, colour, direction, hasPlate });
    const key = keyOf(track);
    counts.set(key, addCounts(counts.get(key) ?? new Map(), new Map([[cell, by]])));
  };
  for (const track of left) add(track, -1);
  for (const track of came) add(track, 1);
  for (const [key, cells] of counts) {
    if ([...cells.values()].every((by) => by === 0)) counts.delete(key);
  }
  return counts;
}

async function addHour(
  trx: Kysely<Schema>,
  key: { readonly cameraId: string; readonly zone: string; readonly hourAt: Date },
  counts: CellCounts,
): Promise<void> {
  const before = await trx
    .selectFrom('trackHourCount')
    .select('cells')
    .where('cameraId', '=', key.cameraId)
    .where('zone', '=', key.zone)
    .where('hourAt', '=', key.hourAt)
    .executeTakeFirst();
  const cells = sumOf(before?.cells, counts);
  await trx
    .insertInto('trackHourCount')
    .values({ ...key, cells })
    .onConflict((conflict) =>
      conflict.columns(['cameraId', 'zone', 'hourAt']).doUpdateSet({ cells }),
    )
    .execute();
}

async function addDay(
  trx: Kysely<Schema>,
  key: { readonly cameraId: string; readonly zone: string; readonly day: UtcDay },
  counts: CellCounts,
): Promise<void> {
  const before = await trx
    .selectFrom('trackDayCount')
    .select('cells')
    .where('cameraId', '=', key.cameraId)
    .where('zone', '=', key.zone)
    .where('day', '=', key.day)
    .executeTakeFirst();
  const cells = sumOf(before?.cells, counts);
  await trx
    .insertInto('trackDayCount')
    .values({ ...key, cells })
    .onConflict((conflict) => conflict.columns(['cameraId', 'zone', 'day']).doUpdateSet({ cells }))
    .execute();
}

function sumOf(packed: Uint8Array | undefined, counts: CellCounts): Uint8Array {
  return packCounts(packed === undefined ? counts : addCounts(unpackCounts(packed), counts));
}

function msOf(time: Date | string): number {
  return new Date(time).getTime();
}
