import type { Verdict } from '../../pipeline/reviews/review-words.ts';
import type { AskedBy } from './asked-by.ts';
import type { Caller } from './keeper-caller.ts';

export interface Judgement {
  readonly by: AskedBy;
  /** Sequence of the entry that is judged. */
  readonly entry: number;
  readonly verdict: Verdict;
  /** 3…2,000 characters; sealed in the log. */
  readonly note: string;
}

/** The part of the keeper's client that is about reviews. */
export interface ReviewCaller {
  /**
   * In the log before it returns; gives its sequence. Throws REVIEW_REFUSED for a person who asked or
   * approved, or is no auditor, NOT_FOUND without such an entry, AUDIT_BROKEN, AUDIT_UNAVAILABLE.
   */
  judgeReview(judgement: Judgement): Promise<number>;
}

export function reviewCaller(call: Caller): ReviewCaller {
  return {
    async judgeReview({ by, entry, verdict, note }) {
      return (await call('judgeReview', { by, entry, verdict, note })).sequence;
    },
  };
}
