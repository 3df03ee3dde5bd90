import { WaysideError } from '../../pipeline/errors.ts';
import { changeAccount, findAccount } from '../../store/people/accounts.ts';
import { revokeApiKeysOf } from '../../store/people/api-keys.ts';
import { dropInvitationOf } from '../../store/people/invitations.ts';
import { dropSecondFactor } from '../../store/people/second-factors.ts';
import { endSessionOf } from '../../store/people/sessions.ts';
import type { Account } from '../../store/schema/people.ts';
import type { Role, UserActor } from '../auth/actor.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { newInvitation } from './invitations.ts';
import type { Invitation } from './person-schemas.ts';

export interface UserChange {
  readonly role?: Role;
  readonly status?: 'active' | 'deactivated';
  /** Takes password, second factor and OIDC subject away and gives a new invitation. */
  readonly reset?: true;
}

/**
 * Changes somebody else: their session ends, and the keys of a role they lose. Approver keys aren't
 * touched: only their passphrase opens them, and only another approver lets a new one in.
 *
 * @throws WaysideError FORBIDDEN for oneself, NOT_FOUND, CONFLICT, AUDIT_UNAVAILABLE
 */
export async function changeUser(
  { db, keeper, actors, nowMs }: Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>,
  {
    by,
    requestId,
    userId,
    change,
  }: {
    readonly by: UserActor;
    readonly requestId: string;
    readonly userId: string;
    readonly change: UserChange;
  },
): Promise<{ readonly account: Account; readonly invitation: Invitation | null }> {
  if (userId === by.userId) {
    throw new WaysideError('FORBIDDEN', 'nobody changes their own role, status or invitation');
  }
  const changed = await db.transaction().execute(async (transaction) => {
    const before = await findAccount(transaction, { id: userId });
    if (before === undefined) throw new WaysideError('NOT_FOUND', 'there is no such user');
    const account = await changeAccount(transaction, userId, columnsOf(before, change));
    await endSessionOf(transaction, userId);
    if (account!.status === 'deactivated') await dropInvitationOf(transaction, userId);
    if (account!.status === 'deactivated' || account!.role !== 'integrator') {
      await revokeApiKeysOf(transaction, userId, nowMs());
    }
    if (change.reset === true && (await dropSecondFactor(transaction, userId))) {
      await keeper.recordEvent({
        by: { name: by.name, role: by.role, requestId },
        action: 'second-factor-changed',
        particulars: { user: before.name, change: 'reset' },
      });
    }
    const invitation =
      change.reset === true ? await newInvitation(transaction, userId, by.userId, nowMs()) : null;
    await keeper.recordEvent({
      by: { name: by.name, role: by.role, requestId },
      action: change.status === 'deactivated' ? 'user-disabled' : 'user-changed',
      particulars: { user: before.name, ...change },
    });
    return { account: account!, invitation };
  });
  actors.forget(userId);
  return changed;
}

function columnsOf(before: Account, { role = before.role, status, reset }: UserChange) {
  if (reset === true) {
    if (status === 'deactivated') {
      throw new WaysideError('USAGE', 'a user can’t be deactivated and invited at once');
    }
    return { role, status: 'invited', passwordHash: null, oidcSubject: null } as const;
  }
  const provable = before.passwordHash !== null || before.oidcSubject !== null;
  if (status === 'active' && !provable) {
    throw new WaysideError('CONFLICT', 'without a password the user needs an invitation: reset');
  }
  return { role, status: status ?? before.status };
}
