import type { Kysely, Transaction } from 'kysely';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { loggedEntry } from '../../pipeline/reviews/logged-entry.ts';
import type { ReviewSettings } from '../../pipeline/reviews/review-settings.ts';
import { countEntry, monthsOf } from '../../pipeline/transparency/count-entry.ts';
import { lockLogReader, saveLogReader } from '../../store/reviews/log-reader.ts';
import { findMonths, saveMonth } from '../../store/reviews/month-figures.ts';
import type { Schema } from '../../store/schema.ts';
import type { LogReader } from '../../store/schema/reviews.ts';
import { reviewPage } from './review-page.ts';
import { REVIEWER } from './system-actor.ts';

export interface ReadingContext {
  readonly db: Kysely<Schema>;
  readonly keeper: Pick<KeeperClient, 'readAudit' | 'recordEvent' | 'status'>;
  readonly settings: ReviewSettings;
  readonly nowMs: () => number;
}

const ENTRIES_PER_PAGE = 1_000;

/**
 * Reads what the log holds since the last time: each entry once, whatever stops it. A page, what is
 * made of it and the place in the log are one transaction. Nothing is read, and so no reading logged,
 * while the log has grown by the last reading only.
 *
 * @returns false when another process is at it
 * @throws WaysideError AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE, DATABASE_UNREACHABLE
 */
export async function readLog(context: ReadingContext): Promise<boolean> {
  for (;;) {
    const outcome = await context.db.transaction().execute(async (trx) => {
      const reader = await lockLogReader(trx);
      return reader === undefined ? ('busy' as const) : readPage(context, trx, reader);
    });
    if (outcome !== 'more') return outcome === 'end';
  }
}

async function readPage(
  { keeper, settings, nowMs }: ReadingContext,
  trx: Transaction<Schema>,
  reader: LogReader,
): Promise<'more' | 'end'> {
  // Before asking: what comes in meanwhile is of a later time.
  const atEndAt = new Date(nowMs());
  const { auditEntries } = await keeper.status();
  if (reader.settledSize === BigInt(auditEntries)) {
    await saveLogReader(trx, { atEndAt });
    return 'end';
  }
  const { entries, size, nextSequence } = await keeper.readAudit({
    by: REVIEWER,
    fromSequence: Number(reader.nextSequence),
    limit: ENTRIES_PER_PAGE,
    view: 'review',
  });
  const known = entries.map(loggedEntry).filter((entry) => entry !== null);
  await reviewPage(trx, known, settings);
  const months = await findMonths(trx, [...new Set(known.flatMap(monthsOf))]);
  for (const entry of known) countEntry(months, entry);
  for (const figures of months.values()) await saveMonth(trx, figures);
  await saveLogReader(trx, {
    nextSequence: BigInt(nextSequence ?? size),
    // The reading itself is the entry at `size`.
    ...(nextSequence === null ? { atEndAt, settledSize: BigInt(size + 1) } : {}),
  });
  return nextSequence === null ? 'end' : 'more';
}
