import { Type } from 'typebox';
import { listApiKeys } from '../../../store/people/api-keys.ts';
import { userOf } from '../../auth/access.ts';
import { Scope } from '../../auth/actor.ts';
import { decodeCursor, DEFAULT_PAGE, page, pageOf, PageQuery } from '../../paging.ts';
import {
  ApiKeyView,
  endApiKey,
  makeApiKey,
  MAX_KEY_DAYS,
  viewOfKey,
} from '../../people/api-keys.ts';
import type { Routes } from '../route-app.ts';

const Position = Type.Object({
  createdAtMs: Type.Integer(),
  id: Type.String({ format: 'uuid' }),
});

export const keysRoutes: Routes = (app, context) => {
  app.get(
    '/v1/keys',
    {
      config: { access: { roles: ['integrator', 'administrator', 'auditor'] } },
      schema: {
        summary: 'API keys, newest first',
        description: 'An integrator’s own; administrators and auditors see everybody’s.',
        tags: ['people'],
        querystring: PageQuery,
        response: { 200: page(ApiKeyView) },
      },
    },
    async (request) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query;
      const { role, userId } = userOf(request);
      const position = decodeCursor(Position, cursor);
      const keys = await listApiKeys(context.db, {
        accountId: role === 'integrator' ? userId : null,
        before:
          position === null ? null : { createdAt: new Date(position.createdAtMs), id: position.id },
        limit: limit + 1,
      });
      return pageOf(
        keys,
        limit,
        ({ createdAt, id }) => ({ createdAtMs: createdAt.getTime(), id }),
        viewOfKey,
      );
    },
  );

  app.post(
    '/v1/keys',
    {
      config: { access: { roles: ['integrator'], fresh: true } },
      schema: {
        summary: 'Make an API key',
        description: 'It is shown this once. Send it as `Authorization: Bearer wsk_…`.',
        tags: ['people'],
        body: Type.Object(
          {
            label: Type.String({ minLength: 1, maxLength: 100 }),
            scopes: Type.Array(Scope, { minItems: 1, maxItems: 10 }),
            expiresInDays: Type.Integer({ minimum: 1, maximum: MAX_KEY_DAYS }),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            key: ApiKeyView,
            secret: Type.String({ description: 'The whole key: `wsk_…`.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const made = await makeApiKey(context, {
        by: userOf(request),
        requestId: request.id,
        ...request.body,
      });
      return reply.code(201).send(made);
    },
  );

  app.delete(
    '/v1/keys/:keyId',
    {
      config: { access: { roles: ['integrator', 'administrator'] } },
      schema: {
        summary: 'End an API key',
        tags: ['people'],
        params: Type.Object({ keyId: Type.String({ format: 'uuid', maxLength: 36 }) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { keyId } = request.params;
      await endApiKey(context, { by: userOf(request), requestId: request.id, keyId });
      return reply.code(204).send(null);
    },
  );
};
