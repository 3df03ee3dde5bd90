import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import type { ApproverKey } from '../../store/schema/people.ts';

/** Several times OWASP's least for argon2id: it is asked for once an approval. */
const MEMORY_KIB = 64 * 1024;
const PASSES = 3;
const TAG_BYTES = 16;

/** A key pair of an approver, the private half sealed so that only the passphrase opens it. */
export async function newApproverKey(
  accountId: string,
  passphrase: string,
  nowMs: number,
): Promise<ApproverKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const sealing = { salt: randomBytes(16), memoryKib: MEMORY_KIB, passes: PASSES };
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await wrappingKey(passphrase, sealing), nonce);
  cipher.setAAD(Buffer.from(accountId));
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const sealed = [cipher.update(pkcs8), cipher.final(), cipher.getAuthTag()];
  return {
    accountId,
    publicKey: spki,
    fingerprint: createHash('sha256').update(spki).digest('hex'),
    wrappedPrivateKey: Buffer.concat(sealed),
    nonce,
    ...sealing,
    createdAt: new Date(nowMs),
  };
}

/** Null for a wrong passphrase, or a row that was moved to another account or changed. */
export async function openApproverKey(
  key: ApproverKey,
  passphrase: string,
): Promise<KeyObject | null> {
  const { wrappedPrivateKey: sealed, nonce, accountId } = key;
  const decipher = createDecipheriv('aes-256-gcm', await wrappingKey(passphrase, key), nonce);
  decipher.setAAD(Buffer.from(accountId));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const opened = [decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()];
    return createPrivateKey({ key: Buffer.concat(opened), format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
}

/** By argon2id, the library's default. */
function wrappingKey(
  passphrase: string,
  { salt, memoryKib, passes }: Pick<ApproverKey, 'salt' | 'memoryKib' | 'passes'>,
): Promise<Buffer> {
  return hashRaw(passphrase, {
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: 1,
    outputLen: 32,
    salt,
  });
}
