import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { findReview } from '../../store/reviews/reviews.ts';
import type { Schema } from '../../store/schema.ts';
import { reviewItem, type ReviewDetail } from './review-schemas.ts';

/**
 * A review with the entry and its judgement as the log has them. The reading is in the log first.
 *
 * @throws WaysideError NOT_FOUND, AUDIT_UNAVAILABLE
 */
export async function openReview(
  { db, keeper }: { readonly db: Kysely<Schema>; readonly keeper: Pick<KeeperClient, 'readAudit'> },
  by: AskedBy,
  id: bigint,
): Promise<ReviewDetail> {
  const review = await findReview(db, id);
  if (review === undefined) throw new WaysideError('NOT_FOUND', 'there is no such review');
  const detailOf = async (sequence: bigint) => {
    const fromSequence = Number(sequence);
    const { entries } = await keeper.readAudit({ by, fromSequence, limit: 1, view: 'full' });
    return entries[0]?.detail ?? null;
  };
  const entry = await detailOf(review.entry);
  const judgement = review.judgedSequence === null ? null : await detailOf(review.judgedSequence);
  return { ...reviewItem(review), entry, judgement };
}
