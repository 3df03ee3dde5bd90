import { sql, type Kysely } from 'kysely';
import type { StreamGap } from '../../pipeline/live/coverage-ledger.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { saveGaps } from '../gaps.ts';
import { gapIdOf } from '../identity.ts';
import { ensureDays } from '../partitions.ts';
import type { NewGap, Schema } from '../schema.ts';

export interface CameraGap extends StreamGap {
  readonly cameraId: string;
}

/**
 * Writes gaps of streams down; one that is there (same camera, same start) takes the new end and cause, and
 * one that turned out to be none goes.
 */
export async function saveStreamGaps(
  db: Kysely<Schema>,
  gaps: readonly CameraGap[],
): Promise<void> {
  const real = gaps.filter(({ startMs, endMs }) => endMs > startMs).map(gapRow);
  await ensureDays(
    db,
    real.map(({ day }) => day),
  );
  await saveGaps(db, real);
  for (const { id, day } of gaps.filter(({ startMs, endMs }) => endMs <= startMs).map(gapRow)) {
    await db.deleteFrom('gap').where('id', '=', id).where('day', '=', day).execute();
  }
}

function gapRow({ cameraId, startMs, endMs, cause }: CameraGap): NewGap {
  const startedAt = new Date(startMs);
  return {
    id: gapIdOf(cameraId, startedAt),
    day: utcDayOf(startMs),
    cameraId,
    footageId: null,
    startedAt,
    endedAt: new Date(endMs),
    cause,
  };
}

/**
 * Video came to light that was taken to be missing, as when a spool is found again: gaps of the stream make
 * room for it.
 */
export async function cutStreamGaps(
  db: Kysely<Schema>,
  { cameraId, startMs, endMs }: Pick<CameraGap, 'cameraId' | 'startMs' | 'endMs'>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ startedAt: Date; endedAt: Date; cause: StreamGap['cause'] }>`
      delete from gap
      where camera_id = ${cameraId} and footage_id is null
        and day between ${utcDayOf(startMs)}::date - 1 and ${utcDayOf(endMs)}::date
        and started_at < ${new Date(endMs)} and ended_at > ${new Date(startMs)}
      returning started_at, ended_at, cause`.execute(trx);
    const parts = rows.flatMap(({ startedAt, endedAt, cause }) => [
      { cameraId, cause, startMs: startedAt.getTime(), endMs: startMs },
      { cameraId, cause, startMs: endMs, endMs: endedAt.getTime() },
    ]);
    await saveGaps(trx, parts.filter((part) => part.endMs > part.startMs).map(gapRow));
  });
}
