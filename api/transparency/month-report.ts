import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import {
  emptyMonth,
  type Month,
  type MonthFigures,
} from '../../pipeline/transparency/month-figures.ts';
import { monthSettledMs, monthStartMs } from '../../pipeline/transparency/month-time.ts';
import { publishMonth } from '../../pipeline/transparency/publish-month.ts';
import type { TransparencyReport } from '../../pipeline/transparency/report.ts';
import { readLogReader } from '../../store/reviews/log-reader.ts';
import { checkpointOf, findMonths } from '../../store/reviews/month-figures.ts';
import type { Schema } from '../../store/schema.ts';

/**
 * The month from the figures that the reader of the log keeps: two rows and a checkpoint, whoever asks
 * however often.
 *
 * @throws WaysideError TIME_INVALID for a month that hasn't begun
 */
export async function monthReport(
  db: Kysely<Schema>,
  month: Month,
  nowMs: number,
): Promise<TransparencyReport> {
  requireBegun(month, nowMs);
  const { atEndAt } = await readLogReader(db);
  const figures = (await findMonths(db, [month])).get(month) ?? emptyMonth(month);
  return reportOf(db, figures, atEndAt);
}

/**
 * The figures as they may be published.
 * @param readAt when the log was read to its end; a month is complete once that is after it was settled
 */
export async function reportOf(
  db: Kysely<Schema>,
  figures: MonthFigures,
  readAt: Date | null,
): Promise<TransparencyReport> {
  const { month, logSize } = figures;
  const checkpoint = logSize === 0 ? undefined : await checkpointOf(db, logSize);
  return publishMonth(figures, {
    complete: readAt !== null && readAt.getTime() >= monthSettledMs(month),
    checkpoint:
      checkpoint === undefined
        ? null
        : {
            size: Number(checkpoint.size),
            rootHash: Buffer.from(checkpoint.rootHash).toString('base64'),
            note: checkpoint.note,
          },
  });
}

/** @throws WaysideError TIME_INVALID */
export function requireBegun(month: Month, nowMs: number): void {
  if (monthStartMs(month) <= nowMs) return;
  throw new WaysideError('TIME_INVALID', `the month ${month} has not begun`);
}
