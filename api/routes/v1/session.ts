import { Type } from 'typebox';
import { userOf } from '../../auth/access.ts';
import { Role } from '../../auth/actor.ts';
import { clearSessionCookie, setSessionCookie } from '../../auth/session-cookie.ts';
import {
  TypedCode,
  TypedName,
  TypedPassword,
  User,
  userOfAccount,
} from '../../people/person-schemas.ts';
import { signIn, signOut } from '../../people/sign-in.ts';
import type { Routes } from '../route-app.ts';

const Me = Type.Object({
  userId: Type.String(),
  name: Type.String(),
  role: Role,
  authenticatedAt: Type.String({
    format: 'date-time',
    description: 'When you last proved who you are; some calls need that to be recent.',
  }),
  lacksSecondFactor: Type.Boolean({
    description:
      'The site asks for one: set it up (`POST /v1/me/second-factor`) before anything else.',
  }),
});

export const sessionRoutes: Routes = (app, context) => {
  const { config } = context;

  app.post(
    '/v1/session',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Sign in with name and password',
        description:
          'Sets a cookie, which ends after 30 minutes without a request or after 12 hours, and ends the ' +
          'session that the user had elsewhere. Five failures in 15 minutes lock the name. With a second ' +
          'factor, the right password alone is answered with SECOND_FACTOR_REQUIRED.',
        tags: ['people'],
        body: Type.Object(
          { name: TypedName, password: TypedPassword, code: Type.Optional(TypedCode) },
          { additionalProperties: false },
        ),
        response: { 200: User },
      },
    },
    async (request, reply) => {
      const origin = { address: request.ip, requestId: request.id };
      const { account, token } = await signIn(context, request.body, origin);
      setSessionCookie(reply, config, token);
      return userOfAccount(account);
    },
  );

  app.get(
    '/v1/session',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Who am I', tags: ['people'], response: { 200: Me } },
    },
    (request) => {
      const { userId, name, role, authenticatedAtMs, lacksSecondFactor } = userOf(request);
      const authenticatedAt = new Date(authenticatedAtMs).toISOString();
      return { userId, name, role, authenticatedAt, lacksSecondFactor };
    },
  );

  app.delete(
    '/v1/session',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Sign out', tags: ['people'], response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await signOut(context, userOf(request), request.id);
      clearSessionCookie(reply, config);
      return reply.code(204).send(null);
    },
  );
};
