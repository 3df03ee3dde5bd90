import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { CameraState, CameraStateRow } from '../schema/live.ts';
import { lagOfCameras } from './lag.ts';

/** What a camera's stream does now. */
export interface LiveState {
  readonly state: CameraState;
  /** Of `failing` and `stopped`: an error code. */
  readonly cause: string | null;
  readonly since: Date;
  readonly clockSource: CameraStateRow['clockSource'];
  readonly codec: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** End of the last segment that was stored. */
  readonly lastSegmentAt: Date | null;
  /** Why the smaller stream isn't recorded with it: an error code; null: it is, or there is none. */
  readonly detectionCause: string | null;
  /** Age of the oldest video of its newest run that nobody looked at yet; 0: all was looked at. */
  readonly lagMs: number;
}

/**
 * Of those of the cameras that were ever recorded, by id. What a process said that is gone since counts as
 * stopped from when its hold ended.
 */
export async function liveStatesOf(
  db: Kysely<Schema>,
  cameraIds: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, LiveState>> {
  if (cameraIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('cameraState')
    .selectAll()
    .where('cameraId', 'in', cameraIds)
    .execute();
  const lags = await lagOfCameras(db, nowMs);
  const lagMsOf = new Map(lags.map(({ cameraId, lagMs }) => [cameraId, lagMs]));
  return new Map(
    rows.map((row) => [
      row.cameraId,
      {
        ...stateOf(row, nowMs),
        clockSource: row.clockSource,
        codec: row.codec,
        widthPx: row.widthPx,
        heightPx: row.heightPx,
        lastSegmentAt: row.lastSegmentAt,
        detectionCause: row.detectionCause,
        lagMs: lagMsOf.get(row.cameraId) ?? 0,
      },
    ]),
  );
}

function stateOf(
  { state, cause, since, heldUntil }: CameraStateRow,
  nowMs: number,
): Pick<LiveState, 'state' | 'cause' | 'since'> {
  const isHeld = heldUntil !== null && heldUntil.getTime() > nowMs;
  if (isHeld || state === 'stopped' || state === 'paused') return { state, cause, since };
  return { state: 'stopped', cause: 'INGEST_STOPPED', since: heldUntil ?? since };
}
