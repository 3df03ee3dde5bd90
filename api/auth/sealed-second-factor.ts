import type { SealedSecret } from '../../store/people/second-factors.ts';
import type { SecondFactor } from '../../store/schema/people.ts';
import { openPassphraseSeal, sealUnderPassphrase } from './passphrase-seal.ts';
import { PASSWORD_COST } from './password.ts';

/**
 * A secret for one-time codes as the database may hold it: only the person's password opens it, and
 * guessing at the seal costs what guessing at the password's hash does.
 */
export function sealSecondFactor(
  secret: Uint8Array,
  accountId: string,
  password: string,
): Promise<SealedSecret> {
  return sealUnderPassphrase(secret, password, boundTo(accountId), PASSWORD_COST);
}

/** Null for another password, or a row that was moved to another account or changed. */
export function openSecondFactor(factor: SecondFactor, password: string): Promise<Buffer | null> {
  return openPassphraseSeal(factor, password, boundTo(factor.accountId));
}

function boundTo(accountId: string): string {
  return `second factor of ${accountId}`;
}
