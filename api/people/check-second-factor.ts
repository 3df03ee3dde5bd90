import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { findSecondFactor, takeRecoveryCode, useStep } from '../../store/people/second-factors.ts';
import type { Schema } from '../../store/schema.ts';
import type { Account } from '../../store/schema/people.ts';
import { stepOfOneTimeCode } from '../auth/one-time-code.ts';
import { hashRecoveryCode } from '../auth/recovery-code.ts';
import { openSecondFactor } from '../auth/sealed-second-factor.ts';

/** What an account proved beside the password. */
export type SecondProof = 'none-set-up' | 'one-time-code' | 'recovery-code';

/**
 * Checks a code and uses it up.
 *
 * @param password the account's, already found right: it opens the secret
 * @throws WaysideError SECOND_FACTOR_REQUIRED without a code, SECOND_FACTOR_REFUSED for a wrong or used one
 */
export async function checkSecondFactor(
  db: Kysely<Schema>,
  { id }: Pick<Account, 'id'>,
  password: string,
  code: string | undefined,
  nowMs: number,
): Promise<SecondProof> {
  const factor = await findSecondFactor(db, id);
  if (factor === undefined || factor.confirmedAt === null) return 'none-set-up';
  if (code === undefined) {
    throw new WaysideError('SECOND_FACTOR_REQUIRED', 'this account needs a one-time code too');
  }
  const digits = code.replace(/\s/g, '');
  if (/^\d{6}$/.test(digits)) {
    const secret = await openSecondFactor(factor, password);
    const step = secret === null ? null : stepOfOneTimeCode(secret, digits, nowMs);
    if (step !== null && (await useStep(db, id, step))) return 'one-time-code';
  } else if (await takeRecoveryCode(db, id, hashRecoveryCode(code))) {
    return 'recovery-code';
  }
  throw new WaysideError('SECOND_FACTOR_REFUSED', 'this code is wrong, or was used already');
}
