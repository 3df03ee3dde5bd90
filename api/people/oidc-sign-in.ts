import type { Kysely } from 'kysely';
import { Check } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';
import { changeAccount, findAccount, insertAccount } from '../../store/people/accounts.ts';
import { revokeApiKeysOf } from '../../store/people/api-keys.ts';
import { dropInvitationOf } from '../../store/people/invitations.ts';
import type { Schema } from '../../store/schema.ts';
import type { Account } from '../../store/schema/people.ts';
import type { Role } from '../auth/actor.ts';
import type { RouteContext } from '../routes/route-app.ts';
import type { OidcSettings } from './oidc-config.ts';
import type { OidcIdentity } from './oidc-provider.ts';
import { UserName } from './person-schemas.ts';
import type { Origin } from './check-credentials.ts';
import { openSession, type SignedIn } from './sign-in.ts';

/**
 * Signs in whom the provider vouches for. People are known by their subject. Somebody new comes in by
 * an invitation in the name that the provider calls them, or by a claim that stands for a role; where
 * claims stand for roles, they say everybody's role at each sign-in.
 *
 * @throws WaysideError OIDC_REFUSED, AUDIT_UNAVAILABLE
 */
export async function signInByOidc(
  context: Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>,
  settings: Pick<OidcSettings, 'roles'>,
  identity: OidcIdentity,
  origin: Origin,
): Promise<SignedIn> {
  const { db, keeper, nowMs } = context;
  const { address, requestId } = origin;
  try {
    const account = await db.transaction().execute(async (transaction) => {
      const role = settings.roles === null ? null : roleOf(settings.roles, identity);
      const known = await findAccount(transaction, { oidcSubject: identity.subject });
      if (known === undefined) {
        const created = await admit(transaction, identity, role);
        await keeper.recordEvent({
          by: { name: created.name, role: created.role, requestId },
          action: 'user-created',
          particulars: { user: created.name, role: created.role, method: 'oidc' },
        });
        return created;
      }
      if (known.status !== 'active') throw refused('the account is deactivated');
      if (role === null || role === known.role) return known;
      if (known.role === 'integrator') await revokeApiKeysOf(transaction, known.id, nowMs());
      await keeper.recordEvent({
        by: { name: known.name, role: known.role, requestId },
        action: 'user-changed',
        particulars: { user: known.name, role, method: 'oidc' },
      });
      return (await changeAccount(transaction, known.id, { role }))!;
    });
    // Not said when they last proved who they are: not lately enough for calls that ask.
    const authenticatedAtMs = Math.min(identity.authenticatedAtMs ?? 0, nowMs());
    return await openSession(context, { account, method: 'oidc', authenticatedAtMs }, origin);
  } catch (error) {
    if (error instanceof WaysideError && error.code === 'OIDC_REFUSED') {
      const particulars = { method: 'oidc', address, why: error.message };
      const by = { name: identity.name ?? 'unknown', role: 'nobody', requestId };
      await keeper.recordEvent({ by, action: 'sign-in-failed', particulars });
    }
    throw error;
  }
}

function roleOf(
  { roleByValue }: NonNullable<OidcSettings['roles']>,
  { roleValues }: OidcIdentity,
): Role {
  const roles = new Set(roleValues.flatMap((value) => roleByValue.get(value) ?? []));
  const [role] = roles;
  if (role === undefined) throw refused('no claim of the provider stands for a role here');
  if (roles.size > 1) throw refused('the provider’s claims stand for several roles');
  return role;
}

async function admit(
  db: Kysely<Schema>,
  { name, subject }: OidcIdentity,
  role: Role | null,
): Promise<Account> {
  if (name === null || !Check(UserName, name)) throw refused('the provider gives no usable name');
  const invited = await findAccount(db, { name });
  if (invited?.status === 'invited') {
    await dropInvitationOf(db, invited.id);
    const change = { status: 'active', oidcSubject: subject, role: role ?? invited.role } as const;
    return (await changeAccount(db, invited.id, change))!;
  }
  if (invited !== undefined) throw refused('the name is somebody else’s');
  if (role === null) throw refused('nobody of this name was invited');
  return insertAccount(db, { name, role, oidcSubject: subject });
}

function refused(why: string): WaysideError {
  return new WaysideError('OIDC_REFUSED', why);
}
