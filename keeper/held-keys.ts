import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';
import type { LiveHold } from './holds.ts';

/**
 * An object's key under a hold's: a random 96-bit nonce, AES-256-GCM ciphertext, 128-bit tag, bound to
 * hold, object and header.
 */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export interface WrappedObject {
  readonly objectId: string;
  readonly header: Uint8Array;
}

export function wrapKey(hold: LiveHold, object: WrappedObject, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', hold.key, nonce).setAAD(boundTo(hold, object));
  const wrapped = cipher.update(key);
  cipher.final();
  return Buffer.concat([nonce, wrapped, cipher.getAuthTag()]);
}

/** Throws SEAL_BROKEN. */
export function unwrapKey(hold: LiveHold, object: WrappedObject, wrapped: Buffer): Buffer {
  try {
    if (wrapped.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) throw new RangeError('no key');
    const decipher = createDecipheriv('aes-256-gcm', hold.key, wrapped.subarray(0, NONCE_BYTES))
      .setAAD(boundTo(hold, object))
      .setAuthTag(wrapped.subarray(NONCE_BYTES + KEY_BYTES));
    const key = decipher.update(wrapped.subarray(NONCE_BYTES, NONCE_BYTES + KEY_BYTES));
    decipher.final();
    return key;
  } catch (cause) {
    throw new WaysideError('SEAL_BROKEN', `hold ${hold.id} does not keep ${object.objectId}`, {
      details: { holdId: hold.id, objectId: object.objectId },
      cause,
    });
  }
}

function boundTo(hold: LiveHold, { objectId, header }: WrappedObject): Buffer {
  const headerHash = createHash('sha256').update(header).digest('hex');
  return Buffer.from(JSON.stringify(['wayside held object 1', hold.id, objectId, headerHash]));
}
