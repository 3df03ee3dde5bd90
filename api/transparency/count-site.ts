import type { Transaction } from 'kysely';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { dayNumberOf, dayOfNumber, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { LATE_DAYS } from '../../pipeline/transparency/month-time.ts';
import { countCamerasOfOccasions, countReadsOfDays } from '../../store/reviews/site-counts.ts';
import type { Schema } from '../../store/schema.ts';
import { REVIEWER } from '../reviews/system-actor.ts';

/** Longest month, and how long its reads are counted after it. */
const DAYS_BACK = 31 + LATE_DAYS;

/**
 * Once a day: writes into the log how many cameras there are, why, and how many reads each of the last
 * days has. They aren't in the log otherwise, and reads expire before anybody asks for the month again.
 *
 * @returns the day they were counted on
 */
export async function countSite(
  trx: Transaction<Schema>,
  keeper: Pick<KeeperClient, 'recordEvent'>,
  nowMs: number,
): Promise<string> {
  const today = utcDayOf(nowMs);
  const occasions = await countCamerasOfOccasions(trx);
  const counts = await countReadsOfDays(trx, dayOfNumber(dayNumberOf(today) - DAYS_BACK));
  const particulars = { occasions, counts };
  await keeper.recordEvent({ by: REVIEWER, action: 'site-counted', particulars });
  return today;
}
