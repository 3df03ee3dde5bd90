import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';

/** Argon2id's. */
export interface SealCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** Bytes that only a passphrase opens. */
export interface PassphraseSeal extends SealCost {
  /** AES-256-GCM, tag last. */
  readonly sealed: Uint8Array;
  readonly nonce: Uint8Array;
  readonly salt: Uint8Array;
}

const TAG_BYTES = 16;

/** @param boundTo whose they are: the seal opens for nothing else */
export async function sealUnderPassphrase(
  clear: Uint8Array,
  passphrase: string,
  boundTo: string,
  { memoryKib, passes }: SealCost,
): Promise<PassphraseSeal> {
  const kept = { salt: randomBytes(16), nonce: randomBytes(12), memoryKib, passes };
  const cipher = createCipheriv('aes-256-gcm', await sealingKey(passphrase, kept), kept.nonce);
  cipher.setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
  return { ...kept, sealed };
}

/** Null for another passphrase, and for a seal that was changed or made for something else. */
export async function openPassphraseSeal(
  seal: PassphraseSeal,
  passphrase: string,
  boundTo: string,
): Promise<Buffer | null> {
  const { sealed, nonce } = seal;
  const key = await sealingKey(passphrase, seal);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** By argon2id, the library's default; normalised as passwords are. */
function sealingKey(
  passphrase: string,
  { salt, memoryKib, passes }: Pick<PassphraseSeal, 'salt' | 'memoryKib' | 'passes'>,
): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFKC'), {
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: 1,
    outputLen: 32,
    salt,
  });
}
