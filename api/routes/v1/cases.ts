import { Type } from 'typebox';
import { askedBy } from '../../auth/asked-by.ts';
import { userOf } from '../../auth/access.ts';
import { CaseAnswer, CaseRequest } from '../../cases/case-answer.ts';
import { closeCase, openCase, showCase, showCases } from '../../cases/cases.ts';
import { CaseId } from '../../cases/ids.ts';
import { decodeCursor, DEFAULT_PAGE, page, PageQuery, pageOf } from '../../paging.ts';
import type { Routes } from '../route-app.ts';

const Position = Type.Object({
  openedAtMs: Type.Integer({ minimum: 0, maximum: 8_640_000_000_000 }),
  id: Type.String({ format: 'uuid' }),
});

export const casesRoutes: Routes = (app, context) => {
  app.get(
    '/v1/cases',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'Cases, newest first: an analyst’s own, all of them for an auditor',
        tags: ['cases'],
        querystring: PageQuery,
        response: { 200: page(CaseAnswer) },
      },
    },
    async (request) => {
      const reader = userOf(request);
      const { limit = DEFAULT_PAGE, cursor } = request.query;
      const after = decodeCursor(Position, cursor);
      const cases = await showCases(context, askedBy(request), {
        openedBy: reader.role === 'analyst' ? reader.name : undefined,
        after: after === null ? undefined : { id: after.id, openedAt: new Date(after.openedAtMs) },
        limit,
      });
      const positionOf = ({ openedAt, id }: CaseAnswer) => ({
        openedAtMs: Date.parse(openedAt),
        id,
      });
      return pageOf(cases, limit, positionOf, (file) => file);
    },
  );

  app.post(
    '/v1/cases',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'Open a case',
        tags: ['cases'],
        body: CaseRequest,
        response: { 201: CaseAnswer },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await openCase(context, askedBy(request), request.body)),
  );

  app.get(
    '/v1/cases/:id',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'One case',
        tags: ['cases'],
        params: CaseId,
        response: { 200: CaseAnswer },
      },
    },
    (request) => showCase(context, askedBy(request), userOf(request), request.params.id),
  );

  app.post(
    '/v1/cases/:id/close',
    {
      config: { access: { roles: ['analyst', 'administrator'] } },
      schema: {
        summary: 'Close a case: its grants end, and its key is destroyed',
        tags: ['cases'],
        params: CaseId,
        response: { 200: CaseAnswer },
      },
    },
    (request) => closeCase(context, askedBy(request), userOf(request), request.params.id),
  );
};
