import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { emptyMonth, type Month } from '../../pipeline/transparency/month-figures.ts';
import { monthSettledMs, monthStartMs } from '../../pipeline/transparency/month-time.ts';
import { publishMonth } from '../../pipeline/transparency/publish-month.ts';
import type { TransparencyReport } from '../../pipeline/transparency/report.ts';
import { readLogReader } from '../../store/reviews/log-reader.ts';
import { checkpointOf, findMonths } from '../../store/reviews/month-figures.ts';
import type { Schema } from '../../store/schema.ts';

/**
 * The month from the figures that the reader of the log keeps: two rows and a checkpoint, whoever asks
 * however often. A month is complete once the log was read to its end after the month was settled.
 *
 * @throws WaysideError TIME_INVALID for a month that hasn't begun
 */
export async function monthReport(
  db: Kysely<Schema>,
  month: Month,
  nowMs: number,
): Promise<TransparencyReport> {
  if (monthStartMs(month) > nowMs) {
    throw new WaysideError('TIME_INVALID', `the month ${month} has not begun`);
  }
  const { atEndAt } = await readLogReader(db);
  const figures = (await findMonths(db, [month])).get(month) ?? emptyMonth(month);
  const checkpoint = figures.logSize === 0 ? undefined : await checkpointOf(db, figures.logSize);
  return publishMonth(figures, {
    complete: atEndAt !== null && atEndAt.getTime() >= monthSettledMs(month),
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
