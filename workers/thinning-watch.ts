import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { UNTHINNED, type Thinning } from '../pipeline/live/thinning.ts';
import { reviewThinning, type ThinningInForce } from '../store/live/thinning.ts';
import type { Schema } from '../store/schema.ts';
import type { WorkerLog } from './worker-log.ts';

export interface ThinningWatchOptions {
  /** Aborted: the watch ends. */
  readonly signal: AbortSignal;
  /** Told once of each change. */
  readonly log: Pick<WorkerLog, 'info' | 'warn'>;
  readonly onError: (error: unknown) => void;
}

const LOOK_EVERY_MS = 2000;
const AFTER_ERROR_MS = 15_000;

/**
 * Keeps up with what is in force, and has a part in deciding it.
 * @returns what it is now; as configured until it was first read, and what it was while the database is away
 */
export function watchThinning(
  db: Kysely<Schema>,
  { signal, log, onError }: ThinningWatchOptions,
): () => Pick<Thinning, 'level' | 'generation'> {
  const isOver = (): boolean => signal.aborted;
  let current: Thinning = UNTHINNED;
  const watch = async (): Promise<void> => {
    while (!isOver()) {
      let pauseMs = LOOK_EVERY_MS;
      try {
        const next = await reviewThinning(db);
        tellChange(current, next, log);
        current = next;
      } catch (error) {
        if (!isOver()) onError(error);
        pauseMs = AFTER_ERROR_MS;
      }
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  void watch();
  return () => current;
}

function tellChange(
  before: Thinning,
  { level, generation, backlogMs }: ThinningInForce,
  log: ThinningWatchOptions['log'],
): void {
  if (level === before.level && (level < 3 || generation === before.generation)) return;
  const state = { level, backlogMs, generation };
  if (level === 0)
    log.info(state, 'detection keeps up: as many frames are looked at as configured');
  else if (level < 3)
    log.warn(state, 'detection is behind: fewer frames of live cameras are looked at');
  else log.warn(state, 'detection is far behind: fewer frames, and the newest video first');
}
