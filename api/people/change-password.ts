import { changeAccount } from '../../store/people/accounts.ts';
import { endSessionOf } from '../../store/people/sessions.ts';
import type { UserActor } from '../auth/actor.ts';
import { checkPassword } from '../auth/password-policy.ts';
import { hashPassword } from '../auth/password.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { provePassword, type Origin } from './sign-in.ts';

/**
 * Sets one's own password, and ends one's session.
 * @throws WaysideError SIGN_IN_REFUSED for a wrong current one, LOCKED_OUT, PASSWORD_WEAK, AUDIT_UNAVAILABLE
 */
export async function changePassword(
  context: Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>,
  {
    actor,
    current,
    next,
  }: { readonly actor: UserActor; readonly current: string; readonly next: string },
  origin: Origin,
): Promise<void> {
  const { db, keeper, actors } = context;
  const { name, role, userId } = actor;
  checkPassword(next, name);
  await provePassword(context, { name, password: current }, origin);
  const passwordHash = await hashPassword(next);
  await db.transaction().execute(async (transaction) => {
    await changeAccount(transaction, userId, { passwordHash });
    await endSessionOf(transaction, userId);
    await keeper.recordEvent({
      by: { name, role, requestId: origin.requestId },
      action: 'user-changed',
      particulars: { user: name, change: 'password' },
    });
  });
  actors.forget(userId);
}
