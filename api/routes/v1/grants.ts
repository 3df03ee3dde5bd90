import { Type } from 'typebox';
import { userOf } from '../../auth/access.ts';
import { askedBy } from '../../auth/asked-by.ts';
import { approveGrant } from '../../cases/approve-grant.ts';
import { refuseGrant, withdrawGrant } from '../../cases/end-grant.ts';
import { GrantAnswer, WaitingGrantAnswer } from '../../cases/grant-answer.ts';
import { GrantId } from '../../cases/ids.ts';
import { showWaitingGrants } from '../../cases/show-grants.ts';
import { decodeCursor, DEFAULT_PAGE, page, PageQuery, pageOf } from '../../paging.ts';
import type { Routes } from '../route-app.ts';

const strict = { additionalProperties: false };
const Position = Type.Object({
  requestedAtMs: Type.Integer({ minimum: 0, maximum: 8_640_000_000_000 }),
  id: Type.String({ format: 'uuid' }),
});

export const grantsRoutes: Routes = (app, context) => {
  app.get(
    '/v1/grants',
    {
      config: { access: { roles: ['approver'] } },
      schema: {
        summary: 'Grants that wait for an approver, with all that one would sign',
        tags: ['grants'],
        querystring: PageQuery,
        response: { 200: page(WaitingGrantAnswer) },
      },
    },
    async (request) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query;
      const position = decodeCursor(Position, cursor);
      const waiting = await showWaitingGrants(context, askedBy(request), {
        limit,
        ...(position === null
          ? {}
          : { after: { id: position.id, requestedAt: new Date(position.requestedAtMs) } }),
      });
      const positionOf = ({ requestedAt, id }: WaitingGrantAnswer) => ({
        requestedAtMs: Date.parse(requestedAt),
        id,
      });
      return pageOf(waiting, limit, positionOf, (grant) => grant);
    },
  );

  app.post(
    '/v1/grants/:id/approve',
    {
      config: { access: { roles: ['approver'], fresh: true } },
      schema: {
        summary: 'Sign a grant with one’s own key',
        tags: ['grants'],
        params: GrantId,
        body: Type.Object({ passphrase: Type.String({ minLength: 1, maxLength: 1000 }) }, strict),
        response: { 200: GrantAnswer },
      },
    },
    (request) =>
      approveGrant(context, {
        by: askedBy(request),
        approver: userOf(request),
        grantId: request.params.id,
        passphrase: request.body.passphrase,
      }),
  );

  app.post(
    '/v1/grants/:id/refuse',
    {
      config: { access: { roles: ['approver'] } },
      schema: {
        summary: 'Refuse a grant, with the reason',
        tags: ['grants'],
        params: GrantId,
        body: Type.Object({ reason: Type.String({ minLength: 10, maxLength: 2000 }) }, strict),
        response: { 200: GrantAnswer },
      },
    },
    (request) => refuseGrant(context, askedBy(request), request.params.id, request.body.reason),
  );

  app.post(
    '/v1/grants/:id/withdraw',
    {
      config: { access: { roles: ['analyst', 'approver'] } },
      schema: {
        summary: 'Take a grant back: by its requester, or by an approver who signed it',
        tags: ['grants'],
        params: GrantId,
        response: { 200: GrantAnswer },
      },
    },
    (request) => withdrawGrant(context, askedBy(request), request.params.id),
  );
};
