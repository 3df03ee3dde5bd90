import { Type } from 'typebox';
import { userOf } from '../../../auth/access.ts';
import { TypedPassword } from '../../../people/person-schemas.ts';
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
          'For calls that need a proof of the last five minutes. Who signs in by OIDC goes through ' +
          '`GET /v1/oidc/start?fresh=true` instead.',
        tags: ['people'],
        body: Type.Object({ password: TypedPassword }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { password } = request.body;
      const origin = { address: request.ip, requestId: request.id };
      await proveAgain(context, { actor: userOf(request), password }, origin);
      return reply.code(204).send(null);
    },
  );
};
