import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ApproverKey } from '../../store/schema/people.ts';
import { openPassphraseSeal, sealUnderPassphrase } from './passphrase-seal.ts';

/** Several times OWASP's least for argon2id: it is asked for once an approval. */
const COST = { memoryKib: 64 * 1024, passes: 3 };

/** A key pair of an approver, the private half sealed so that only the passphrase opens it. */
export async function newApproverKey(
  accountId: string,
  passphrase: string,
  nowMs: number,
): Promise<ApproverKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const { sealed, ...seal } = await sealUnderPassphrase(pkcs8, passphrase, accountId, COST);
  return {
    accountId,
    publicKey: spki,
    fingerprint: createHash('sha256').update(spki).digest('hex'),
    wrappedPrivateKey: sealed,
    ...seal,
    createdAt: new Date(nowMs),
  };
}

/** Null for a wrong passphrase, or a row that was moved to another account or changed. */
export async function openApproverKey(
  key: ApproverKey,
  passphrase: string,
): Promise<KeyObject | null> {
  const seal = { ...key, sealed: key.wrappedPrivateKey };
  const pkcs8 = await openPassphraseSeal(seal, passphrase, key.accountId);
  return pkcs8 === null ? null : createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}
