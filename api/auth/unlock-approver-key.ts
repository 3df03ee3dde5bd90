import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError, type ErrorCode } from '../../pipeline/errors.ts';
import { findApproverKey } from '../../store/people/approver-keys.ts';
import type { Schema } from '../../store/schema.ts';
import type { ApiContext } from '../context.ts';
import { openApproverKey } from './approver-key.ts';
import { guardAttempt } from './guarded-attempt.ts';

/**
 * The Ed25519 private key that an active approver signs with. Hold it no longer than the signature
 * takes. Wrong passphrases count towards a lock-out of their own: a sign-in doesn't clear them.
 *
 * @throws WaysideError APPROVER_KEY_MISSING, PASSPHRASE_WRONG, LOCKED_OUT
 */
export async function unlockApproverKey(
  db: Kysely<Schema>,
  userId: string,
  passphrase: string,
  nowMs = Date.now(),
): Promise<KeyObject> {
  const key = await findApproverKey(db, { accountId: userId });
  if (key === undefined) {
    throw new WaysideError('APPROVER_KEY_MISSING', 'this approver has made no key yet');
  }
  const by = { name: key.name, secret: 'passphrase', address: null, nowMs } as const;
  const privateKey = await guardAttempt(db, by, () => openApproverKey(key, passphrase));
  if (privateKey === null) {
    throw new WaysideError('PASSPHRASE_WRONG', 'this passphrase doesn’t open the approver’s key');
  }
  return privateKey;
}

/**
 * As {@link unlockApproverKey}, and puts what was refused into the audit log first.
 * @throws WaysideError AUDIT_UNAVAILABLE too
 */
export async function unlockToSign(
  { db, keeper, nowMs }: Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>,
  by: AskedBy,
  userId: string,
  passphrase: string,
): Promise<KeyObject> {
  try {
    return await unlockApproverKey(db, userId, passphrase, nowMs());
  } catch (error) {
    const action = error instanceof WaysideError ? REFUSALS[error.code] : undefined;
    if (action !== undefined) {
      await keeper.recordEvent({ by, action, particulars: { secret: 'passphrase' } });
    }
    throw error;
  }
}

const REFUSALS: Partial<Record<ErrorCode, 'sign-in-failed' | 'sign-in-locked'>> = {
  PASSPHRASE_WRONG: 'sign-in-failed',
  LOCKED_OUT: 'sign-in-locked',
};
