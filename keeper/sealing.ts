import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';
import type { PlateText } from '../pipeline/plates/plate-reading.ts';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import { decodePlate, encodePlate } from './plate-codec.ts';

/**
 * Sealed reads: a lead that says which key, a random 96-bit nonce, AES-256-GCM ciphertext, 128-bit tag.
 * The lead is one byte 1 for the site's own days, or a byte 2 and the 16-bit big-endian days of the
 * retention class, or a byte 3 and the 16 bytes of a legal hold's id. A day's key seals far fewer than
 * the 2³² messages that random nonces allow (NIST SP 800-38D, 8.3).
 */
const SITE_LEAD = 1;
const CLASS_LEAD = 2;
const HOLD_LEAD = 3;
const LEAD_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 3, 3: 17 };
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Which key a read is sealed under: null for the site's own days. */
export type SealedUnder = { readonly classDays: number | null } | { readonly holdId: string };

/** The clear columns that a seal is bound to: with any of them changed, the row doesn't open. */
export interface RowIdentity {
  readonly id: string;
  readonly cameraId: string;
  /** Milliseconds since the Unix epoch; the row's day is its UTC date. */
  readonly capturedAtMs: number;
}

export function sealRead(
  key: Buffer,
  row: RowIdentity,
  plate: PlateText,
  under: SealedUnder = { classDays: null },
): Buffer {
  const lead = leadOf(under);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(row, lead));
  const text = cipher.update(encodePlate(plate));
  cipher.final();
  return Buffer.concat([lead, nonce, text, cipher.getAuthTag()]);
}

/** What the read says it is sealed under; true if the key opens it. Throws SEAL_BROKEN. */
export function sealedUnder(row: RowIdentity, sealed: Buffer): SealedUnder {
  const leadBytes = LEAD_BYTES[sealed[0] ?? 0];
  if (leadBytes === undefined || sealed.length < leadBytes + NONCE_BYTES + TAG_BYTES) {
    throw broken(row, new RangeError('no sealed read'));
  }
  switch (sealed[0]) {
    case CLASS_LEAD:
      return { classDays: sealed.readUInt16BE(1) };
    case HOLD_LEAD:
      return { holdId: uuidFrom(sealed.subarray(1, leadBytes)) };
    default:
      return { classDays: null };
  }
}

/** Throws SEAL_BROKEN, naming the row. */
export function openRead(key: Buffer, row: RowIdentity, sealed: Buffer): PlateText {
  const leadBytes = leadOf(sealedUnder(row, sealed)).length;
  try {
    const lead = sealed.subarray(0, leadBytes);
    const nonce = sealed.subarray(leadBytes, leadBytes + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      .setAAD(associatedData(row, lead))
      .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const text = decipher.update(
      sealed.subarray(leadBytes + NONCE_BYTES, sealed.length - TAG_BYTES),
    );
    decipher.final();
    return decodePlate(text);
  } catch (cause) {
    throw broken(row, cause);
  }
}

function leadOf(under: SealedUnder): Buffer {
  if ('holdId' in under) {
    return Buffer.concat([
      Buffer.of(HOLD_LEAD),
      Buffer.from(under.holdId.replaceAll('-', ''), 'hex'),
    ]);
  }
  if (under.classDays === null) return Buffer.of(SITE_LEAD);
  const lead = Buffer.of(CLASS_LEAD, 0, 0);
  lead.writeUInt16BE(under.classDays, 1);
  return lead;
}

function uuidFrom(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function associatedData({ id, cameraId, capturedAtMs }: RowIdentity, lead: Buffer): Buffer {
  const day = utcDayOf(capturedAtMs);
  // Reads of the first format are bound to the number 1.
  const format = lead.length === 1 ? SITE_LEAD : lead.toString('hex');
  return Buffer.from(JSON.stringify(['reads', format, day, id, cameraId, capturedAtMs]));
}

function broken(row: RowIdentity, cause: unknown): WaysideError {
  return new WaysideError('SEAL_BROKEN', `the sealed read ${row.id} does not open`, {
    details: { id: row.id },
    cause,
  });
}
