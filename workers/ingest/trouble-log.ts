import { errorCodeOf } from '../../pipeline/errors.ts';
import type { WorkerLog } from '../worker-log.ts';

const AGAIN_AFTER_MS = 30_000;

/** Logs a trouble that goes on, and that many meet, twice a minute. */
export function troubleLog(log: WorkerLog): (error: unknown) => void {
  const loggedMs = new Map<string, number>();
  return (error) => {
    const code = errorCodeOf(error);
    const nowMs = performance.now();
    if (nowMs - (loggedMs.get(code) ?? -Infinity) < AGAIN_AFTER_MS) return;
    loggedMs.set(code, nowMs);
    log.warn({ err: error, code }, 'trouble');
  };
}
