import { Type } from 'typebox';
import { userOf } from '../../../auth/access.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { CaseId } from '../../../cases/ids.ts';
import { approveHold } from '../../../holds/approve-hold.ts';
import { endHold } from '../../../holds/end-hold.ts';
import { HoldAnswer } from '../../../holds/hold-answer.ts';
import type { Routes } from '../../route-app.ts';

export const holdRoutes: Routes = (app, context) => {
  app.post(
    '/v1/holds/:id/approve',
    {
      config: { access: { roles: ['approver'] } },
      schema: {
        summary: 'Sign a legal hold',
        description: 'The second of two different approvers places it.',
        tags: ['retention'],
        params: CaseId,
        body: Type.Object(
          { passphrase: Type.String({ minLength: 1, maxLength: 1000 }) },
          { additionalProperties: false },
        ),
        response: { 200: HoldAnswer },
      },
    },
    (request) =>
      approveHold(context, {
        by: askedBy(request),
        approver: userOf(request),
        holdId: request.params.id,
        passphrase: request.body.passphrase,
      }),
  );

  app.post(
    '/v1/holds/:id/end',
    {
      config: { access: { roles: ['analyst', 'approver'] } },
      schema: {
        summary: 'End a legal hold',
        description: 'Destroys its key: what only it kept can’t be read any more.',
        tags: ['retention'],
        params: CaseId,
        body: Type.Object(
          { reason: Type.String({ minLength: 3, maxLength: 2000 }) },
          { additionalProperties: false },
        ),
        response: { 200: HoldAnswer },
      },
    },
    (request) =>
      endHold(context, askedBy(request), userOf(request), request.params.id, request.body.reason),
  );
};
