import type { Kysely } from 'kysely';
import type { Judgement } from '../../keeper/client/review-caller.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { findReview, lockReview, noteJudgement } from '../../store/reviews/reviews.ts';
import type { Schema } from '../../store/schema.ts';
import { reviewItem, type ReviewItem } from './review-schemas.ts';

export interface JudgingContext {
  readonly db: Kysely<Schema>;
  readonly keeper: Pick<KeeperClient, 'judgeReview'>;
  readonly nowMs: () => number;
}

/**
 * Judges once; the keeper refuses whoever had a part in the entry, and writes the judgement into the
 * log before it counts.
 *
 * @throws WaysideError NOT_FOUND, CONFLICT when it is judged, REVIEW_REFUSED, AUDIT_UNAVAILABLE
 */
export async function judgeReview(
  { db, keeper, nowMs }: JudgingContext,
  judgement: Judgement,
): Promise<ReviewItem> {
  const id = BigInt(judgement.entry);
  await db.transaction().execute(async (trx) => {
    const review = await lockReview(trx, id);
    if (review === undefined) throw new WaysideError('NOT_FOUND', 'there is no such review');
    if (review.verdict !== null) {
      throw new WaysideError('CONFLICT', 'this review was judged already');
    }
    const sequence = await keeper.judgeReview(judgement);
    await noteJudgement(trx, id, { verdict: judgement.verdict, sequence, atMs: nowMs() });
  });
  return reviewItem((await findReview(db, id))!);
}
