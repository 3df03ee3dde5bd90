import { runRetention, type RetentionContext } from '../api/retention/run-retention.ts';
import type { RetentionReceipt } from '../api/retention/retention-receipt.ts';
import { errorCodeOf } from '../pipeline/errors.ts';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import { askedByUser } from './asked-by-user.ts';

const HOUR_MS = 3_600_000;

/**
 * Runs retention now and every hour until stopped; once a day it looks for objects that no row names
 * too. Of several processes one does it at a time. What fails is tried again the next hour. Keys expire
 * without it: the keeper sees to that.
 */
export function runRetentionHourly(
  context: RetentionContext,
  onFailure: (error: unknown) => void,
  run: (context: RetentionContext, orphans: boolean) => Promise<RetentionReceipt> = (on, orphans) =>
    runRetention(on, { by: askedByUser(), dryRun: false, orphans }),
): { stop(): Promise<void> } {
  let orphansAtMs = -Infinity;
  let running: Promise<void> = Promise.resolve();
  const expire = async () => {
    const orphans = context.nowMs() - orphansAtMs >= DAY_MS;
    await run(context, orphans);
    if (orphans) orphansAtMs = context.nowMs();
  };
  const next = () => {
    running = running.then(expire).catch((error: unknown) => {
      // Another process is at it.
      if (errorCodeOf(error) !== 'CONFLICT') onFailure(error);
    });
  };
  next();
  const timer = setInterval(next, HOUR_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
