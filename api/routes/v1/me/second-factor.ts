import { Type } from 'typebox';
import { userOf } from '../../../auth/access.ts';
import { TypedCode, TypedPassword } from '../../../people/person-schemas.ts';
import { prepareOneTimeSecret, removeSecondFactor } from '../../../people/second-factor.ts';
import type { Routes } from '../../route-app.ts';

const strict = { additionalProperties: false } as const;

export const mySecondFactorRoutes: Routes = (app, context) => {
  app.post(
    '/v1/me/second-factor',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Make a secret for one’s authenticator',
        description:
          'RFC 6238: SHA-1, six digits, 30 seconds. Shown once, and asked for only after ' +
          '`POST /v1/me/second-factor/confirm`. Whoever signs in by OIDC has the provider’s instead.',
        tags: ['people'],
        body: Type.Object({ password: TypedPassword }, strict),
        response: {
          201: Type.Object({
            secret: Type.String({ description: '160 bits in base32.' }),
            url: Type.String({ description: '`otpauth://…`, for a QR code.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const origin = { address: request.ip, requestId: request.id };
      const mine = { actor: userOf(request), ...request.body };
      return reply.code(201).send(await prepareOneTimeSecret(context, mine, origin));
    },
  );

  app.delete(
    '/v1/me/second-factor',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Remove one’s second factor',
        description: 'Its recovery codes are of no use any more. The way to another authenticator.',
        tags: ['people'],
        body: Type.Object({ password: TypedPassword, code: TypedCode }, strict),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const origin = { address: request.ip, requestId: request.id };
      await removeSecondFactor(context, { actor: userOf(request), ...request.body }, origin);
      return reply.code(204).send(null);
    },
  );
};
