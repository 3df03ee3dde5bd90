import { Type } from 'typebox';
import { userOf } from '../../../auth/access.ts';
import { TypedCode, TypedPassword } from '../../../people/person-schemas.ts';
import { proveAgain } from '../../../people/sign-in.ts';
import type { Routes } from '../../route-app.ts';

export const sessionProofRoutes: Routes = (app, context) => {
  app.post(
    '/v1/session/proof',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Prove again who you are',
        description:
          'For calls that need a proof of the last five minutes; with `code` where there is a second factor. Who signs in by OIDC goes through ' +
          '`GET /v1/oidc/start?fresh=true` instead.',
        tags: ['people'],
        body: Type.Object(
          { password: TypedPassword, code: Type.Optional(TypedCode) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const origin = { address: request.ip, requestId: request.id };
      await proveAgain(context, { actor: userOf(request), ...request.body }, origin);
      return reply.code(204).send(null);
    },
  );
};
