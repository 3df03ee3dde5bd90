import {
  endSessionOf,
  hasLiveSession,
  proveSession,
  startSession,
} from '../../store/people/sessions.ts';
import type { Account } from '../../store/schema/people.ts';
import type { UserActor } from '../auth/actor.ts';
import { hashSecretToken, newSecretToken } from '../auth/secret-token.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { checkCredentials, type Credentials, type Origin } from './check-credentials.ts';

type Context = Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>;

export interface SignedIn {
  readonly account: Account;
  /** For the cookie; only its hash is kept. */
  readonly token: string;
}

/**
 * Signs somebody in by password, and code where they have a second factor; the session they had
 * elsewhere ends. Throws as {@link checkCredentials}.
 */
export async function signIn(
  context: Context,
  { name: typed, ...secrets }: Credentials,
  origin: Origin,
): Promise<SignedIn> {
  const account = await checkCredentials(
    context,
    { name: typed.toLowerCase(), ...secrets },
    origin,
  );
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

/** Throws as {@link checkCredentials}. */
export async function proveAgain(
  context: Context,
  { actor, ...secrets }: { readonly actor: UserActor } & Omit<Credentials, 'name'>,
  origin: Origin,
): Promise<void> {
  const { db, keeper, actors, nowMs } = context;
  const { name, role, sessionId, userId } = actor;
  await checkCredentials(context, { name, ...secrets }, origin);
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
