import type { Kysely, Transaction } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { changeAccount, findAccount, insertAccount } from '../../store/people/accounts.ts';
import { saveInvitation, takeInvitation } from '../../store/people/invitations.ts';
import type { Schema } from '../../store/schema.ts';
import type { Account } from '../../store/schema/people.ts';
import type { Role, UserActor } from '../auth/actor.ts';
import { checkPassword } from '../auth/password-policy.ts';
import { hashPassword } from '../auth/password.ts';
import { hashSecretToken, newSecretToken } from '../auth/secret-token.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { noteRefusal } from './note-refusal.ts';
import type { Invitation } from './person-schemas.ts';

const INVITATION_LIFE_MS = 24 * 3_600_000;

/**
 * Lets somebody in who sets a password of their own.
 * @throws WaysideError CONFLICT when the name is or was somebody's, AUDIT_UNAVAILABLE
 */
export async function inviteUser(
  { db, keeper, nowMs }: Pick<RouteContext, 'db' | 'keeper' | 'nowMs'>,
  {
    by,
    requestId,
    name,
    role,
  }: {
    readonly by: UserActor;
    readonly requestId: string;
    readonly name: string;
    readonly role: Role;
  },
): Promise<{ readonly account: Account; readonly invitation: Invitation }> {
  return db.transaction().execute(async (transaction) => {
    const account = await insertAccount(transaction, { name, role });
    const invitation = await newInvitation(transaction, account.id, by.userId, nowMs());
    await keeper.recordEvent({
      by: { name: by.name, role: by.role, requestId },
      action: 'user-invited',
      particulars: { user: name, role },
    });
    return { account, invitation };
  });
}

/** The token is in the answer only. It takes the place of the one before. */
export async function newInvitation(
  db: Kysely<Schema>,
  accountId: string,
  invitedBy: string,
  nowMs: number,
): Promise<Invitation> {
  const token = newSecretToken();
  const expiresAt = new Date(nowMs + INVITATION_LIFE_MS);
  await saveInvitation(db, { accountId, tokenHash: hashSecretToken(token), invitedBy, expiresAt });
  return { token, expiresAt: expiresAt.toISOString() };
}

/**
 * Sets the password of whoever was invited; the token is used up, unless the password won't do.
 * @throws WaysideError INVITATION_REFUSED, PASSWORD_WEAK, AUDIT_UNAVAILABLE
 */
export async function acceptInvitation(
  { db, keeper, actors, nowMs }: Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>,
  {
    token,
    password,
    requestId,
  }: { readonly token: string; readonly password: string; readonly requestId: string },
): Promise<Account> {
  const accept = async (transaction: Transaction<Schema>): Promise<Account> => {
    const taken = await takeInvitation(transaction, hashSecretToken(token), nowMs());
    const invited =
      taken === undefined ? undefined : await findAccount(transaction, { id: taken.accountId });
    if (invited?.status !== 'invited') {
      throw new WaysideError('INVITATION_REFUSED', 'this invitation is unknown, used or expired');
    }
    const { id, name, role } = invited;
    checkPassword(password, name);
    const passwordHash = await hashPassword(password);
    const accepted = await changeAccount(transaction, id, { status: 'active', passwordHash });
    await keeper.recordEvent({
      by: { name, role, requestId },
      action: 'user-changed',
      particulars: { user: name, change: 'invitation-accepted' },
    });
    return accepted!;
  };
  const account = await noteRefusal(keeper, { secret: 'invitation', requestId }, () =>
    db.transaction().execute(accept),
  );
  actors.forget(account.id);
  return account;
}
