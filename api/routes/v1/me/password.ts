import { Type } from 'typebox';
import { userOf } from '../../../auth/access.ts';
import { clearSessionCookie } from '../../../auth/session-cookie.ts';
import { changePassword } from '../../../people/change-password.ts';
import { NewPassword, TypedCode, TypedPassword } from '../../../people/person-schemas.ts';
import type { Routes } from '../../route-app.ts';

export const myPasswordRoutes: Routes = (app, context) => {
  app.post(
    '/v1/me/password',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Change one’s own password',
        description: 'Ends the session: sign in again with the new one.',
        tags: ['people'],
        body: Type.Object(
          { current: TypedPassword, next: NewPassword, code: Type.Optional(TypedCode) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const origin = { address: request.ip, requestId: request.id };
      await changePassword(context, { actor: userOf(request), ...request.body }, origin);
      clearSessionCookie(reply, context.config);
      return reply.code(204).send(null);
    },
  );
};
