import { Type } from 'typebox';
import { listReviews } from '../../../../store/reviews/reviews.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { decodeCursor, DEFAULT_PAGE, page, pageOf, PageQuery } from '../../../paging.ts';
import { openReview } from '../../../reviews/open-review.ts';
import { ReviewDetail, ReviewId, reviewItem, ReviewItem } from '../../../reviews/review-schemas.ts';
import type { Routes } from '../../route-app.ts';

const AUDITORS = { roles: ['auditor'] } as const;
const Position = ReviewId.properties.id;

export const reviewsRoutes: Routes = (app, context) => {
  app.get(
    '/v1/audit/reviews',
    {
      config: { access: AUDITORS },
      schema: {
        summary: 'What is to be looked at by a second person',
        description:
          'A random sample of the searches, and the odd ones: the same plate in several cases, again and ' +
          'again by one person, out of hours, wide patterns, many refusals, grants that nobody else ' +
          'approved, unmaskings. In order of the audit log; without plates and names.',
        tags: ['audit'],
        querystring: Type.Object(
          { ...PageQuery.properties, status: Type.Optional(Type.Enum(['open', 'judged'])) },
          { additionalProperties: false },
        ),
        response: { 200: page(ReviewItem) },
      },
    },
    async ({ query }) => {
      const { status = null, limit = DEFAULT_PAGE, cursor } = query;
      const after = decodeCursor(Position, cursor);
      const afterEntry = after === null ? null : BigInt(after);
      const rows = await listReviews(context.db, { status, afterEntry, limit: limit + 1 });
      return pageOf(rows, limit, ({ entry }) => String(entry), reviewItem);
    },
  );

  app.get(
    '/v1/audit/reviews/:id',
    {
      config: { access: AUDITORS },
      schema: {
        summary: 'A review with what was asked, by whom and why',
        description:
          'Opens the entry of the audit log, and its judgement; that is an entry itself.',
        tags: ['audit'],
        params: ReviewId,
        response: { 200: ReviewDetail },
      },
    },
    (request) => openReview(context, askedBy(request), BigInt(request.params.id)),
  );
};
