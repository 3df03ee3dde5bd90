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

/**
 * Counts the tracks of one camera into its hours and days. Call it once for each track, in the
 * transaction that writes it and under the lock of the camera: counts are read, added to and written.
 */
export async function addTrackCounts(
  trx: Kysely<Schema>,
  cameraId: string,
  tracks: readonly NewTrack[],
): Promise<void> {
  for (const [zone, ofZone] of byZone(tracks)) {
    for (const [hourMs, counts] of tally(ofZone, ({ firstAt }) =>
      startOf(msOf(firstAt), HOUR_MS),
    )) {
      await addHour(trx, { cameraId, zone, hourAt: new Date(hourMs) }, counts);
    }
    for (const [day, counts] of tally(ofZone, ({ firstAt }) => utcDayOf(msOf(firstAt)))) {
      await addDay(trx, { cameraId, zone, day }, counts);
    }
  }
}

function byZone(tracks: readonly NewTrack[]): Map<string, readonly NewTrack[]> {
  const zones = new Map<string, NewTrack[]>();
  for (const track of tracks) {
    for (const zone of [WHOLE_PICTURE, ...new Set(track.zones ?? [])]) {
      const ofZone = zones.get(zone);
      if (ofZone === undefined) zones.set(zone, [track]);
      else ofZone.push(track);
    }
  }
  return zones;
}

function tally<Key>(
  tracks: readonly NewTrack[],
  keyOf: (track: NewTrack) => Key,
): Map<Key, CellCounts> {
  const counts = new Map<Key, Map<number, number>>();
  for (const track of tracks) {
    const key = keyOf(track);
    const { objectClass, colour, hasPlate = false } = track;
    const direction = directionOf(track.directionDeg ?? null);
    const cell = cellOf({ objectClass, colour, direction, hasPlate });
    counts.set(key, addCounts(counts.get(key) ?? new Map(), new Map([[cell, 1]])));
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
