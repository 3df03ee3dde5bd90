import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { changeAccount } from '../../store/people/accounts.ts';
import { findSecondFactor, resealSecondFactor } from '../../store/people/second-factors.ts';
import { endSessionOf } from '../../store/people/sessions.ts';
import type { Schema } from '../../store/schema.ts';
import type { UserActor } from '../auth/actor.ts';
import { checkPassword } from '../auth/password-policy.ts';
import { hashPassword } from '../auth/password.ts';
import { openSecondFactor, sealSecondFactor } from '../auth/sealed-second-factor.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { checkCredentials, type Origin } from './check-credentials.ts';

/**
 * Sets one's own password, seals the second factor's secret under it, and ends one's session.
 * @throws WaysideError PASSWORD_WEAK, CONFLICT when it is changed twice at once, and as
 *   {@link checkCredentials}
 */
export async function changePassword(
  context: Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>,
  {
    actor,
    current,
    next,
    code,
  }: {
    readonly actor: UserActor;
    readonly current: string;
    readonly next: string;
    readonly code?: string | undefined;
  },
  origin: Origin,
): Promise<void> {
  const { db, keeper, actors } = context;
  const { name, role, userId } = actor;
  checkPassword(next, name);
  await checkCredentials(context, { name, password: current, code }, origin);
  const passwordHash = await hashPassword(next);
  await db.transaction().execute(async (transaction) => {
    await changeAccount(transaction, userId, { passwordHash });
    await resealUnder(transaction, userId, current, next);
    await endSessionOf(transaction, userId);
    await keeper.recordEvent({
      by: { name, role, requestId: origin.requestId },
      action: 'user-changed',
      particulars: { user: name, change: 'password' },
    });
  });
  actors.forget(userId);
}

async function resealUnder(
  db: Kysely<Schema>,
  accountId: string,
  current: string,
  next: string,
): Promise<void> {
  const factor = await findSecondFactor(db, accountId, { forUpdate: true });
  if (factor === undefined) return;
  const secret = await openSecondFactor(factor, current);
  if (secret === null) throw new WaysideError('CONFLICT', 'the password was changed meanwhile');
  await resealSecondFactor(db, accountId, await sealSecondFactor(secret, accountId, next));
}
