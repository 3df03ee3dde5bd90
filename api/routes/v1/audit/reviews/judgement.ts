import { Type } from 'typebox';
import { askedBy } from '../../../../auth/asked-by.ts';
import { judgeReview } from '../../../../reviews/judge-review.ts';
import { ReviewId, ReviewItem, Verdict } from '../../../../reviews/review-schemas.ts';
import type { Routes } from '../../../route-app.ts';

export const reviewJudgementRoutes: Routes = (app, context) => {
  app.post(
    '/v1/audit/reviews/:id/judgement',
    {
      config: { access: { roles: ['auditor'] } },
      schema: {
        summary: 'Judge an entry',
        description:
          'Once, by an auditor who neither asked for it nor approved it. The judgement is an entry of the ' +
          'audit log; `not-justified` counts as misuse on the public page.',
        tags: ['audit'],
        params: ReviewId,
        body: Type.Object(
          {
            verdict: Verdict,
            note: Type.String({
              minLength: 3,
              maxLength: 2000,
              description: 'What was looked at, and why you think so. Sealed in the audit log.',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: ReviewItem },
      },
    },
    (request) => {
      const entry = Number(request.params.id);
      return judgeReview(context, { by: askedBy(request), entry, ...request.body });
    },
  );
};
