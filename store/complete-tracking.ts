import { sql, type Kysely, type Transaction } from 'kysely';
import { WaysideError } from '../pipeline/errors.ts';
import { saveGaps } from './gaps.ts';
import { ensureDays } from './partitions.ts';
import type { NewGap, NewSighting, NewTrack, Schema } from './schema.ts';
import type { DayRow } from './segments.ts';
import { replaceSightings } from './sightings/replace-sightings.ts';
import { countTracks } from './track-counts/count-tracks.ts';
import { openTracksAmong, saveTracks } from './tracks.ts';

/** What tracking made of some segments of a footage, one after another. */
export interface TrackingResult {
  readonly footageId: string;
  readonly cameraId: string;
  /** The first segment it covers; all before it are in the tables. */
  readonly fromSequence: number;
  /** The first segment it doesn't cover. */
  readonly nextSequence: number;
  /** The covered segments: they become `tracked`, except those that are `failed`. */
  readonly segments: readonly DayRow[];
  /** Those that ended, and those still in view of which something is told. */
  readonly tracks: readonly NewTrack[];
  /** Of those tracks; what is told already of an open one may be left out. */
  readonly sightings: readonly NewSighting[];
  readonly gaps: readonly NewGap[];
  /** For the next segment; null after the last: the state goes and the footage is complete. */
  readonly sealedState: Uint8Array | null;
}

/**
 * `applied`: in the tables now. `already-done`: a run before this one did it, nothing was changed.
 * `out-of-order`: an earlier segment is still missing, nothing was changed.
 */
export type TrackingOutcome = 'applied' | 'already-done' | 'out-of-order';

const CAMERA_LOCK_SEED = 7_296_431_002n;

/**
 * Writes tracks and their counts, sightings, gaps, the tracker's state and the segments' status in one transaction,
 * under the lock of the camera: all of it or nothing, once, in order.
 *
 * @throws {WaysideError} INTERNAL when there is no such footage; DATABASE_UNREACHABLE, DISK_FULL
 */
export async function completeTracking(
  db: Kysely<Schema>,
  result: TrackingResult,
): Promise<TrackingOutcome> {
  await ensureDays(
    db,
    [...result.tracks, ...result.sightings, ...result.gaps].map(({ day }) => day),
  );
  return db.transaction().execute(async (trx) => {
    await sql`
      select pg_advisory_xact_lock(hashtextextended(${result.cameraId}, ${CAMERA_LOCK_SEED}))
    `.execute(trx);
    const expected = await expectedSequence(trx, result.footageId);
    if (expected === null || result.fromSequence < expected) return 'already-done';
    if (result.fromSequence > expected) return 'out-of-order';

    const before = await openTracksAmong(trx, result.tracks);
    await saveTracks(trx, result.tracks);
    await countTracks(trx, result.cameraId, before, result.tracks);
    await replaceSightings(trx, before, result);
    await saveGaps(trx, result.gaps);
    await markTracked(trx, result.segments);
    await saveState(trx, result);
    return 'applied';
  });
}

/** The segment that comes next; null when the footage is complete. */
async function expectedSequence(
  trx: Transaction<Schema>,
  footageId: string,
): Promise<number | null> {
  const row = await trx
    .selectFrom('footage')
    .leftJoin('trackerState', 'trackerState.footageId', 'footage.id')
    .select(['footage.status', 'trackerState.nextSequence'])
    .where('footage.id', '=', footageId)
    .executeTakeFirst();
  if (row === undefined) {
    throw new WaysideError('INTERNAL', `there is no footage ${footageId}`, {
      details: { footageId },
    });
  }
  return row.status === 'complete' ? null : (row.nextSequence ?? 0);
}

async function markTracked(trx: Transaction<Schema>, segments: readonly DayRow[]): Promise<void> {
  for (const { id, day } of segments) {
    await trx
      .updateTable('segment')
      .set({ status: 'tracked' })
      .where('id', '=', id)
      .where('day', '=', day)
      .where('status', '!=', 'failed')
      .execute();
  }
}

async function saveState(
  trx: Transaction<Schema>,
  { footageId, cameraId, nextSequence, sealedState }: TrackingResult,
): Promise<void> {
  if (sealedState === null) {
    await trx.deleteFrom('trackerState').where('footageId', '=', footageId).execute();
    await trx
      .updateTable('footage')
      .set({ status: 'complete' })
      .where('id', '=', footageId)
      .execute();
    return;
  }
  await trx
    .insertInto('trackerState')
    .values({ footageId, cameraId, nextSequence, sealed: sealedState })
    .onConflict((conflict) =>
      conflict.column('footageId').doUpdateSet({ nextSequence, sealed: sealedState }),
    )
    .execute();
}
