import { Type } from 'typebox';
import { NewPassword, Token, User, UserName, userOfAccount } from '../../people/person-schemas.ts';
import { setUp } from '../../people/setup-code.ts';
import type { Routes } from '../route-app.ts';

export const setupRoutes: Routes = (app, context) => {
  app.post(
    '/v1/setup',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Make the first administrator',
        description:
          'With the one-time code that `wayside up` shows while there is no user. From then on nobody ' +
          'approves their own grants.',
        tags: ['people'],
        body: Type.Object(
          { code: Token, name: UserName, password: NewPassword },
          { additionalProperties: false },
        ),
        response: { 201: User },
      },
    },
    async (request, reply) => {
      const account = await setUp(context, { ...request.body, requestId: request.id });
      return reply.code(201).send(userOfAccount(account));
    },
  );
};
