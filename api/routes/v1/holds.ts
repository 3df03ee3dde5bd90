import { waitingHolds } from '../../../store/retention/legal-holds.ts';
import { askedBy } from '../../auth/asked-by.ts';
import { HoldAnswer, holdAnswers } from '../../holds/hold-answer.ts';
import { page } from '../../paging.ts';
import type { Routes } from '../route-app.ts';

const MOST_SHOWN = 100;

export const holdsRoutes: Routes = (app, context) => {
  app.get(
    '/v1/holds',
    {
      config: { access: { roles: ['approver'] } },
      schema: {
        summary: 'Legal holds that wait for an approver, longest waiting first',
        tags: ['retention'],
        response: { 200: page(HoldAnswer) },
      },
    },
    async (request) => {
      const rows = await waitingHolds(context.db, MOST_SHOWN);
      return { items: await holdAnswers(context, askedBy(request), rows), nextCursor: null };
    },
  );
};
