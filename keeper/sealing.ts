import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';
import type { PlateText } from '../pipeline/plates/plate-reading.ts';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import { decodePlate, encodePlate } from './plate-codec.ts';

/**
 * Sealed reads: one format byte, a random 96-bit nonce, AES-256-GCM ciphertext, 128-bit tag. A day's
 * key seals far fewer than the 2³² messages that random nonces allow (NIST SP 800-38D, 8.3).
 */
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const AUTHENTICATED_FROM = 1 + NONCE_BYTES;

/** The clear columns that a seal is bound to: with any of them changed, the row doesn't open. */
export interface RowIdentity {
  readonly id: string;
  readonly cameraId: string;
  /** Milliseconds since the Unix epoch; the row's day is its UTC date. */
  readonly capturedAtMs: number;
}

export function sealRead(key: Buffer, row: RowIdentity, plate: PlateText): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(row));
  const text = cipher.update(encodePlate(plate));
  cipher.final();
  return Buffer.concat([Buffer.of(FORMAT), nonce, text, cipher.getAuthTag()]);
}

/** Throws SEAL_BROKEN, naming the row. */
export function openRead(key: Buffer, row: RowIdentity, sealed: Buffer): PlateText {
  try {
    if (sealed.length < AUTHENTICATED_FROM + TAG_BYTES || sealed[0] !== FORMAT) {
      throw new RangeError('no sealed read');
    }
    const nonce = sealed.subarray(1, AUTHENTICATED_FROM);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      .setAAD(associatedData(row))
      .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const text = decipher.update(sealed.subarray(AUTHENTICATED_FROM, sealed.length - TAG_BYTES));
    decipher.final();
    return decodePlate(text);
  } catch (cause) {
    throw new WaysideError('SEAL_BROKEN', `the sealed read ${row.id} does not open`, {
      details: { id: row.id },
      cause,
    });
  }
}

function associatedData({ id, cameraId, capturedAtMs }: RowIdentity): Buffer {
  const day = utcDayOf(capturedAtMs);
  return Buffer.from(JSON.stringify(['reads', FORMAT, day, id, cameraId, capturedAtMs]));
}
