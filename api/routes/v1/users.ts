import { Type } from 'typebox';
import { listAccounts } from '../../../store/people/accounts.ts';
import { userOf } from '../../auth/access.ts';
import { Role } from '../../auth/actor.ts';
import { decodeCursor, DEFAULT_PAGE, page, pageOf, PageQuery } from '../../paging.ts';
import { changeUser } from '../../people/change-user.ts';
import { inviteUser } from '../../people/invitations.ts';
import { Invitation, User, UserId, UserName, userOfAccount } from '../../people/person-schemas.ts';
import type { Routes } from '../route-app.ts';

const strict = { additionalProperties: false } as const;
const Position = Type.Object({ name: Type.String() });

export const usersRoutes: Routes = (app, context) => {
  app.get(
    '/v1/users',
    {
      config: { access: { roles: ['administrator', 'auditor'] } },
      schema: {
        summary: 'Users, by name',
        tags: ['people'],
        querystring: PageQuery,
        response: { 200: page(User) },
      },
    },
    async ({ query: { limit = DEFAULT_PAGE, cursor } }) => {
      const afterName = decodeCursor(Position, cursor)?.name ?? null;
      const accounts = await listAccounts(context.db, { afterName, limit: limit + 1 });
      return pageOf(accounts, limit, ({ name }) => ({ name }), userOfAccount);
    },
  );

  app.post(
    '/v1/users',
    {
      config: { access: { roles: ['administrator'], fresh: true } },
      schema: {
        summary: 'Invite somebody',
        description:
          'The token is shown once and works once, for 24 hours: `POST /v1/invitations/accept`. With ' +
          'OIDC, whoever the provider calls by this name accepts by signing in.',
        tags: ['people'],
        body: Type.Object({ name: UserName, role: Role }, strict),
        response: { 201: Type.Object({ user: User, invitation: Invitation }) },
      },
    },
    async (request, reply) => {
      const invited = await inviteUser(context, {
        by: userOf(request),
        requestId: request.id,
        ...request.body,
      });
      const { account, invitation } = invited;
      return reply.code(201).send({ user: userOfAccount(account), invitation });
    },
  );

  app.patch(
    '/v1/users/:userId',
    {
      config: { access: { roles: ['administrator'], fresh: true } },
      schema: {
        summary: 'Change somebody’s role or status, or invite them anew',
        description:
          'Ends their session. `reset` takes password and second factor away and gives a new invitation; the key that ' +
          'an approver signs with stays sealed under their own passphrase.',
        tags: ['people'],
        params: Type.Object({ userId: UserId }),
        body: Type.Object(
          {
            role: Type.Optional(Role),
            status: Type.Optional(Type.Enum(['active', 'deactivated'])),
            reset: Type.Optional(Type.Literal(true)),
          },
          { ...strict, minProperties: 1 },
        ),
        response: {
          200: Type.Object({
            user: User,
            invitation: Type.Union([Invitation, Type.Null()]),
          }),
        },
      },
    },
    async (request) => {
      const { account, invitation } = await changeUser(context, {
        by: userOf(request),
        requestId: request.id,
        userId: request.params.userId,
        change: request.body,
      });
      return { user: userOfAccount(account), invitation };
    },
  );
};
