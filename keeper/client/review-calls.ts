import { Type } from 'typebox';
import { VERDICTS } from '../../pipeline/reviews/review-words.ts';
import { AskedBy } from './asked-by.ts';
import { call, strict } from './call-schema.ts';

/** The keeper's calls about reviews; part of `CALLS`. */
export const REVIEW_CALLS = {
  /** Writes what an auditor thinks of one entry, who must have had no part in it. */
  judgeReview: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        /** Sequence of the entry that is judged. */
        entry: Type.Integer({ minimum: 0 }),
        verdict: Type.Enum([...VERDICTS]),
        note: Type.String({ minLength: 3, maxLength: 2000 }),
      },
      strict,
    ),
    Type.Object({ sequence: Type.Integer() }),
  ),
} as const;
