import { WaysideError } from '../../pipeline/errors.ts';
import { findAccount } from '../../store/people/accounts.ts';
import {
  endSessionOf,
  hasLiveSession,
  proveSession,
  startSession,
} from '../../store/people/sessions.ts';
import type { Account } from '../../store/schema/people.ts';
import type { UserActor } from '../auth/actor.ts';
import { guardAttempt } from '../auth/guarded-attempt.ts';
import { isPassword } from '../auth/password.ts';
import { hashSecretToken, newSecretToken } from '../auth/secret-token.ts';
import type { RouteContext } from '../routes/route-app.ts';

type Context = Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>;

/** Where a try comes from. */
export interface Origin {
  readonly address: string;
  readonly requestId: string;
}

export interface SignedIn {
  readonly account: Account;
  /** For the cookie; only its hash is kept. */
  readonly token: string;
}

/**
 * Signs somebody in by password; the session they had elsewhere ends.
 *
 * @throws WaysideError SIGN_IN_REFUSED without telling what was wrong, LOCKED_OUT, AUDIT_UNAVAILABLE
 */
export async function signIn(
  context: Context,
  { name: typed, password }: { readonly name: string; readonly password: string },
  origin: Origin,
): Promise<SignedIn> {
  const account = await provePassword(context, { name: typed.toLowerCase(), password }, origin);
  return openSession(context, { account, method: 'password' }, origin);
}

/** Starts a session of somebody who proved who they are, `authenticatedAtMs` ago or just now. */
export async function openSession(
  { db, keeper, actors, nowMs }: Context,
  {
    account,
    method,
    authenticatedAtMs = nowMs(),
  }: {
    readonly account: Account;
    readonly method: 'password' | 'oidc';
    readonly authenticatedAtMs?: number;
  },
  { address, requestId }: Origin,
): Promise<SignedIn> {
  const token = newSecretToken();
  const { id: accountId, name, role } = account;
  await keeper.recordEvent({
    by: { name, role, requestId },
    action: 'signed-in',
    // Accounts that are shared show by it.
    particulars: { method, address, endsAnother: await hasLiveSession(db, accountId, nowMs()) },
  });
  const session = { accountId, tokenHash: hashSecretToken(token), nowMs: nowMs() };
  await startSession(db, { ...session, authenticatedAtMs });
  actors.forget(accountId);
  return { account, token };
}

/** @throws WaysideError SIGN_IN_REFUSED, LOCKED_OUT, AUDIT_UNAVAILABLE */
export async function proveAgain(
  context: Context,
  { actor, password }: { readonly actor: UserActor; readonly password: string },
  origin: Origin,
): Promise<void> {
  const { db, keeper, actors, nowMs } = context;
  const { name, role, sessionId, userId } = actor;
  await provePassword(context, { name, password }, origin);
  const by = { name, role, requestId: origin.requestId };
  await keeper.recordEvent({ by, action: 'identity-proved', particulars: {} });
  await proveSession(db, sessionId, nowMs());
  actors.forget(userId);
}

export async function signOut(
  { db, keeper, actors }: Context,
  { name, role, userId }: UserActor,
  requestId: string,
): Promise<void> {
  await keeper.recordEvent({
    by: { name, role, requestId },
    action: 'signed-out',
    particulars: {},
  });
  await endSessionOf(db, userId);
  actors.forget(userId);
}

/** The account whose password this is. Takes as long for a name that nobody has. */
export async function provePassword(
  { db, keeper, nowMs }: Context,
  { name, password }: { readonly name: string; readonly password: string },
  { address, requestId }: Origin,
): Promise<Account> {
  const account = await findAccount(db, { name });
  // What nobody is called may be a password typed in the wrong place: it isn't written down.
  const by = {
    name: account?.name ?? 'unknown',
    role: account?.role ?? 'nobody',
    requestId,
  };
  let proven: Account | null;
  try {
    const attempt = { name, secret: 'password', address, nowMs: nowMs() } as const;
    proven = await guardAttempt(db, attempt, async () => {
      const right = await isPassword(password, account?.passwordHash ?? null);
      return right && account?.status === 'active' ? account : null;
    });
  } catch (error) {
    if (error instanceof WaysideError && error.code === 'LOCKED_OUT') {
      await keeper.recordEvent({ by, action: 'sign-in-locked', particulars: { address } });
    }
    throw error;
  }
  if (proven !== null) return proven;
  await keeper.recordEvent({ by, action: 'sign-in-failed', particulars: { address } });
  throw new WaysideError('SIGN_IN_REFUSED', 'name and password don’t go together');
}
