import { Type, type Static } from 'typebox';
import { REVIEW_REASONS, VERDICTS } from '../../pipeline/reviews/review-words.ts';
import type { Review } from '../../store/schema/reviews.ts';

export const Verdict = Type.Enum([...VERDICTS]);
const Sequence = Type.Integer({ minimum: 0 });
const Time = Type.String({ format: 'date-time' });

/** An entry of the audit log that a second person looks at; without plates and names. */
export const ReviewItem = Type.Object({
  id: Type.String({ description: 'The sequence of the entry in the audit log.' }),
  recordedAt: Time,
  action: Type.String(),
  reasons: Type.Array(Type.Enum([...REVIEW_REASONS])),
  related: Type.Array(Sequence, { description: 'Sequences of the entries that make it odd.' }),
  status: Type.Enum(['open', 'judged']),
  verdict: Type.Union([Verdict, Type.Null()]),
  judgedAt: Type.Union([Time, Type.Null()]),
});
export type ReviewItem = Static<typeof ReviewItem>;

/** As the audit log has it: with plates, names and reasons. */
const Detail = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
  description: 'Null: it doesn’t open any more; see wayside audit verify.',
});

export const ReviewDetail = Type.Object({
  ...ReviewItem.properties,
  entry: Detail,
  judgement: Detail,
});
export type ReviewDetail = Static<typeof ReviewDetail>;

export const ReviewId = Type.Object(
  { id: Type.String({ pattern: '^(0|[1-9]\\d{0,14})$' }) },
  { additionalProperties: false },
);

export function reviewItem(review: Review): ReviewItem {
  const { entry, recordedAt, action, reasons, related, verdict, judgedAt } = review;
  return {
    id: String(entry),
    recordedAt: recordedAt.toISOString(),
    action,
    reasons,
    related: related.map(Number),
    status: verdict === null ? 'open' : 'judged',
    verdict,
    judgedAt: judgedAt?.toISOString() ?? null,
  };
}
