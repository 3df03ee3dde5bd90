import { WaysideError, type ErrorCode } from '../../pipeline/errors.ts';
import { findAccount } from '../../store/people/accounts.ts';
import type { Account } from '../../store/schema/people.ts';
import { guardAttempt } from '../auth/guarded-attempt.ts';
import { isPassword } from '../auth/password.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { checkSecondFactor, type SecondProof } from './check-second-factor.ts';

/** Where a try comes from. */
export interface Origin {
  readonly address: string;
  readonly requestId: string;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** One-time or recovery code; needed where the account has a second factor. */
  readonly code?: string | undefined;
}

/**
 * The account whose password this is, and whose second factor if it has one. Takes as long for a name
 * that nobody has; only the right password learns that a code is wanted, and a code that is missing or
 * wrong counts towards the lock-out as a wrong password does.
 *
 * @throws WaysideError SIGN_IN_REFUSED without telling what was wrong, SECOND_FACTOR_REQUIRED,
 *   SECOND_FACTOR_REFUSED, LOCKED_OUT, AUDIT_UNAVAILABLE
 */
export async function checkCredentials(
  { db, keeper, nowMs }: Pick<RouteContext, 'db' | 'keeper' | 'nowMs'>,
  { name, password, code }: Credentials,
  { address, requestId }: Origin,
): Promise<Account> {
  const account = await findAccount(db, { name });
  // What nobody is called may be a password typed in the wrong place: it isn't written down.
  const by = {
    name: account?.name ?? 'unknown',
    role: account?.role ?? 'nobody',
    requestId,
  };
  let proven: { readonly account: Account; readonly second: SecondProof } | null;
  try {
    const attempt = { name, secret: 'password', address, nowMs: nowMs() } as const;
    proven = await guardAttempt(db, attempt, async () => {
      const right = await isPassword(password, account?.passwordHash ?? null);
      if (!right || account?.status !== 'active') return null;
      return { account, second: await checkSecondFactor(db, account, password, code, nowMs()) };
    });
  } catch (error) {
    if (!(error instanceof WaysideError)) throw error;
    const action = REFUSALS[error.code];
    if (action !== undefined) {
      const why = action === 'sign-in-failed' ? { why: error.code } : {};
      await keeper.recordEvent({ by, action, particulars: { address, ...why } });
    }
    throw error;
  }
  if (proven === null) {
    await keeper.recordEvent({ by, action: 'sign-in-failed', particulars: { address } });
    throw new WaysideError('SIGN_IN_REFUSED', 'name and password don’t go together');
  }
  if (proven.second === 'recovery-code') {
    const particulars = { user: proven.account.name, change: 'recovery-code-used', address };
    await keeper.recordEvent({ by, action: 'second-factor-changed', particulars });
  }
  return proven.account;
}

const REFUSALS: Partial<Record<ErrorCode, 'sign-in-failed' | 'sign-in-locked'>> = {
  // The password was right: somebody else may have it.
  SECOND_FACTOR_REQUIRED: 'sign-in-failed',
  SECOND_FACTOR_REFUSED: 'sign-in-failed',
  LOCKED_OUT: 'sign-in-locked',
};
