import { userOf } from '../../../auth/access.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { GrantAnswer } from '../../../cases/grant-answer.ts';
import { GrantRequest } from '../../../cases/grant-scope.ts';
import { CaseId } from '../../../cases/ids.ts';
import { requestGrant } from '../../../cases/request-grant.ts';
import { showGrantsOfCase } from '../../../cases/show-grants.ts';
import { page } from '../../../paging.ts';
import type { Routes } from '../../route-app.ts';

export const caseGrantsRoutes: Routes = (app, context) => {
  app.get(
    '/v1/cases/:id/grants',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'What was asked for in a case, and what came of it',
        tags: ['cases'],
        params: CaseId,
        response: { 200: page(GrantAnswer) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const items = await showGrantsOfCase(context, askedBy(request), userOf(request), id);
      return { items: [...items], nextCursor: null };
    },
  );

  app.post(
    '/v1/cases/:id/grants',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'Ask for a grant',
        description:
          'A different person has to approve it. One that is too wide is refused with the number of plates that it would match.',
        tags: ['cases'],
        params: CaseId,
        body: GrantRequest,
        response: { 201: GrantAnswer },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const by = askedBy(request);
      const grant = await requestGrant(context, by, userOf(request), params.id, body);
      return reply.code(201).send(grant);
    },
  );
};
