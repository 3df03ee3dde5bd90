import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { lockLogReader, saveLogReader } from '../../store/reviews/log-reader.ts';
import { countSite } from '../transparency/count-site.ts';
import { announceReviews } from './announce-reviews.ts';
import { noteSettings } from './note-settings.ts';
import { readLog, type ReadingContext } from './read-log.ts';
import { settleDays } from './settle-days.ts';

/**
 * Brings the review queue and the figures of the months up to the end of the log. Any number of
 * processes may call it at any time: one does the work, the others leave it to that one.
 *
 * @throws WaysideError AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE, DATABASE_UNREACHABLE
 */
export async function reviewLog(context: ReadingContext): Promise<void> {
  const { db, keeper, settings } = context;
  await noteSettings(db, keeper, settings);
  await countDaily(context);
  if (!(await readLog(context))) return;
  await db.transaction().execute(async (trx) => {
    const reader = await lockLogReader(trx);
    if (reader?.atEndAt == null) return;
    await settleDays(trx, reader.atEndAt);
  });
  // Written once it is sure that they stay: a rolled-back pick must not be in the log.
  for (let written = 1; written > 0;) {
    written = await db.transaction().execute(async (trx) => {
      const reader = await lockLogReader(trx);
      return reader === undefined ? 0 : announceReviews(trx, keeper);
    });
  }
  // What was just written belongs into the figures.
  await readLog(context);
}

async function countDaily({ db, keeper, nowMs }: ReadingContext): Promise<void> {
  const now = nowMs();
  await db.transaction().execute(async (trx) => {
    const reader = await lockLogReader(trx);
    if (reader === undefined || reader.countedDay === utcDayOf(now)) return;
    await saveLogReader(trx, { countedDay: await countSite(trx, keeper, now) });
  });
}

export interface RegularReviews {
  /** Once what runs is done. */
  stop(): Promise<void>;
}

const EVERY_MS = 2 * 60_000;

/** Does so now and every two minutes until it is stopped; what fails is told, and tried again. */
export function reviewRegularly(
  context: ReadingContext,
  onFailure: (error: unknown) => void,
): RegularReviews {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= reviewLog(context)
      .catch(onFailure)
      .finally(() => {
        running = null;
      });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
