import { Type } from 'typebox';
import { userOf } from '../../auth/access.ts';
import { checkPassword } from '../../auth/password-policy.ts';
import { Approver, listApprovers, makeApproverKey } from '../../people/approvers.ts';
import { page } from '../../paging.ts';
import { NewPassword } from '../../people/person-schemas.ts';
import type { Routes } from '../route-app.ts';

export const approversRoutes: Routes = (app, context) => {
  app.get(
    '/v1/approvers',
    {
      config: { access: { roles: ['approver', 'administrator', 'auditor'] } },
      schema: {
        summary: 'Approvers who made a key, and whether the keeper takes it',
        tags: ['approvers'],
        response: { 200: page(Approver) },
      },
    },
    async () => ({ items: await listApprovers(context), nextCursor: null }),
  );

  app.post(
    '/v1/approvers',
    {
      config: { access: { roles: ['approver'], fresh: true } },
      schema: {
        summary: 'Make one’s own signing key',
        description:
          'The key is sealed under a passphrase other than the password; nobody else opens it, and a ' +
          'forgotten one is gone. Tell the fingerprint to whoever admits or endorses you.',
        tags: ['approvers'],
        body: Type.Object({ passphrase: NewPassword }, { additionalProperties: false }),
        response: { 201: Approver },
      },
    },
    async (request, reply) => {
      const by = userOf(request);
      const { passphrase } = request.body;
      checkPassword(passphrase, by.name);
      const made = await makeApproverKey(context, { by, requestId: request.id, passphrase });
      return reply.code(201).send(made);
    },
  );
};
