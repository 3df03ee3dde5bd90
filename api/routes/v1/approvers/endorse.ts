import { Type } from 'typebox';
import { userOf } from '../../../auth/access.ts';
import { Approver, endorseApprover, Fingerprint } from '../../../people/approvers.ts';
import { TypedPassword, UserName } from '../../../people/person-schemas.ts';
import type { Routes } from '../../route-app.ts';

export const approverEndorseRoutes: Routes = (app, context) => {
  app.post(
    '/v1/approvers/:name/endorse',
    {
      config: { access: { roles: ['approver'], fresh: true } },
      schema: {
        summary: 'Vouch for another approver’s key',
        description:
          'Signs the key with one’s own; the keeper checks the signature and takes it from then on. Have ' +
          'the person tell you the fingerprint themselves.',
        tags: ['approvers'],
        params: Type.Object({ name: UserName }),
        body: Type.Object(
          { fingerprint: Fingerprint, passphrase: TypedPassword },
          { additionalProperties: false },
        ),
        response: { 200: Approver },
      },
    },
    (request) =>
      endorseApprover(context, {
        by: userOf(request),
        requestId: request.id,
        name: request.params.name,
        ...request.body,
      }),
  );
};
