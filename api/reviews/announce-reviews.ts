import type { Transaction } from 'kysely';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { noteAnnounced, unannouncedReviews } from '../../store/reviews/reviews.ts';
import type { Schema } from '../../store/schema.ts';
import { REVIEWER } from './system-actor.ts';

const AT_ONCE = 500;

/**
 * Writes into the log what was picked, so that a review that vanishes from the table is missed. One
 * that is stopped between log and table is written again: the last says what holds.
 */
export async function announceReviews(
  trx: Transaction<Schema>,
  keeper: Pick<KeeperClient, 'recordEvent'>,
): Promise<number> {
  const reviews = await unannouncedReviews(trx, AT_ONCE);
  for (const { entry, reasons } of reviews) {
    const particulars = { entry: Number(entry), reasons };
    const event = { by: REVIEWER, action: 'review-opened', particulars } as const;
    await noteAnnounced(trx, entry, await keeper.recordEvent(event));
  }
  return reviews.length;
}
