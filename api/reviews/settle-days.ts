import type { Transaction } from 'kysely';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { takeReviewDays } from '../../store/reviews/review-days.ts';
import { pickEntry } from '../../store/reviews/reviews.ts';
import type { Schema } from '../../store/schema.ts';

/**
 * Of each day that is over and had searches, but none in the sample, picks the one with the lowest
 * draw. The log must have been read to its end at `atEndAt`.
 */
export async function settleDays(trx: Transaction<Schema>, atEndAt: Date): Promise<void> {
  for (const draws of await takeReviewDays(trx, utcDayOf(atEndAt.getTime()))) {
    if (draws.sampled) continue;
    await pickEntry(trx, {
      entry: draws.lowestEntry,
      recordedAtMs: draws.lowestRecordedAtMs,
      action: 'search',
      reasons: ['sampled'],
      related: [],
    });
  }
}
