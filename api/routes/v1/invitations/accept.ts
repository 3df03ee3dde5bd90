import { Type } from 'typebox';
import { acceptInvitation } from '../../../people/invitations.ts';
import { NewPassword, Token, User, userOfAccount } from '../../../people/person-schemas.ts';
import type { Routes } from '../../route-app.ts';

export const invitationAcceptRoutes: Routes = (app, context) => {
  app.post(
    '/v1/invitations/accept',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Accept an invitation with a password of one’s own',
        tags: ['people'],
        body: Type.Object({ token: Token, password: NewPassword }, { additionalProperties: false }),
        response: { 200: User },
      },
    },
    async (request) =>
      userOfAccount(await acceptInvitation(context, { ...request.body, requestId: request.id })),
  );
};
