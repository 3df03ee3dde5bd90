import { Type } from 'typebox';
import { userOf } from '../../../../auth/access.ts';
import { TypedCode, TypedPassword } from '../../../../people/person-schemas.ts';
import { RECOVERY_CODES, turnOnSecondFactor } from '../../../../people/second-factor.ts';
import type { Routes } from '../../../route-app.ts';

export const mySecondFactorConfirmRoutes: Routes = (app, context) => {
  app.post(
    '/v1/me/second-factor/confirm',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Turn one’s second factor on by a first code',
        description: `Gives ${RECOVERY_CODES} recovery codes, shown once; each is good once in place of a code.`,
        tags: ['people'],
        body: Type.Object(
          { password: TypedPassword, code: TypedCode },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ recoveryCodes: Type.Array(Type.String()) }) },
      },
    },
    async (request) => {
      const origin = { address: request.ip, requestId: request.id };
      const mine = { actor: userOf(request), ...request.body };
      return { recoveryCodes: [...(await turnOnSecondFactor(context, mine, origin))] };
    },
  );
};
