import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '../../../store/schema.ts';
import { checkNothingLost, type CheckedSite, type NothingLost } from './check-nothing-lost.ts';
import type { FaultSite } from './fault-site.ts';

const POLL_MS = 200;
/** A whole check reads every row and object. */
const LOOK_AGAIN_MS = 1000;

export interface RecoveredOptions {
  readonly signal?: AbortSignal;
  /** How far the video has to be. Default tracked. */
  readonly until?: 'stored' | 'tracked';
}

/**
 * Waits until each of the cameras has video that was taken after the moment, and is looked at and tracked.
 * What was recorded before may still wait: newest goes first when workers fell behind.
 * @returns how long that took
 * @throws Error naming the cameras that have none
 */
export async function recovered(
  { db }: Pick<FaultSite, 'db'>,
  cameraIds: readonly string[],
  sinceMs: number,
  withinMs: number,
  { signal, until = 'tracked' }: RecoveredOptions = {},
): Promise<number> {
  const beganMs = performance.now();
  for (;;) {
    const back = await camerasBack(db, sinceMs, until).catch(() => new Set());
    const missing = cameraIds.filter((cameraId) => !back.has(cameraId));
    const tookMs = performance.now() - beganMs;
    if (missing.length === 0) return tookMs;
    if (tookMs > withinMs) throw new Error(`nothing new of ${missing.join(', ')} in ${tookMs} ms`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Those with video that began after the moment and is at least so far. */
async function camerasBack(
  db: Kysely<Schema>,
  sinceMs: number,
  until: RecoveredOptions['until'],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('segment')
    .select('cameraId')
    .distinct()
    .where('startedAt', '>', new Date(sinceMs))
    .$if(until === 'tracked', (query) => query.where('status', '=', 'tracked'))
    .execute();
  return new Set(rows.map(({ cameraId }) => cameraId));
}

export interface EndOptions extends Pick<CheckedSite, 'rubbishCameraIds'> {
  readonly signal?: AbortSignal;
}

/** Stops recording, and gives workers so long to finish what was recorded. @returns what was found then */
export async function endAndCheck(
  site: FaultSite,
  withinMs: number,
  { signal, ...checked }: EndOptions = {},
): Promise<NothingLost> {
  await site.stopRecording();
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const found = await checkNothingLost({ ...site.checked, ...checked });
    if (found.stuck.length === 0 || performance.now() > untilMs) return found;
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}
