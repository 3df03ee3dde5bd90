import { holdsOfCase } from '../../../../store/retention/legal-holds.ts';
import { userOf } from '../../../auth/access.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { caseOf } from '../../../cases/cases.ts';
import { CaseId } from '../../../cases/ids.ts';
import { HoldAnswer, holdAnswers } from '../../../holds/hold-answer.ts';
import { HoldRequest, requestHold } from '../../../holds/request-hold.ts';
import { page } from '../../../paging.ts';
import type { Routes } from '../../route-app.ts';

export const caseHoldsRoutes: Routes = (app, context) => {
  app.get(
    '/v1/cases/:id/holds',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'What a case keeps beyond its day',
        tags: ['retention'],
        params: CaseId,
        response: { 200: page(HoldAnswer) },
      },
    },
    async (request) => {
      const file = await caseOf(context.db, userOf(request), request.params.id);
      const rows = await holdsOfCase(context.db, file.id);
      return { items: await holdAnswers(context, askedBy(request), rows), nextCursor: null };
    },
  );

  app.post(
    '/v1/cases/:id/holds',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'Ask for a legal hold',
        description:
          'Keeps what a grant of the case covers, of some cameras and a past span, beyond its day. Two approvers have to sign it while the grant is valid.',
        tags: ['retention'],
        params: CaseId,
        body: HoldRequest,
        response: { 201: HoldAnswer },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const by = askedBy(request);
      const hold = await requestHold(context, by, userOf(request), params.id, body);
      return reply.code(201).send(hold);
    },
  );
};
