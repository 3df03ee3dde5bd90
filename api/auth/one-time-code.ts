import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { base32Of } from './base32.ts';

/** What every authenticator takes: RFC 6238 with its default step and hash, six digits. */
export const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 6238, section 5.2: at most one step for clocks that differ and for slow fingers. */
const DRIFT_STEPS = 1;
/** RFC 4226, section 4: as long as the hash. */
const SECRET_BYTES = 20;

export function newOneTimeSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** The code of the step that `atMs` (milliseconds since the Unix epoch) lies in: RFC 4226, section 5.3. */
export function oneTimeCodeAt(secret: Uint8Array, atMs: number): string {
  return codeOfStep(secret, stepAt(atMs));
}

/** The step whose code this is, of those around now; null for none. Takes as long wherever it differs. */
export function stepOfOneTimeCode(secret: Uint8Array, code: string, nowMs: number): number | null {
  const given = Buffer.from(code);
  let matching: number | null = null;
  for (let drift = -DRIFT_STEPS; drift <= DRIFT_STEPS; drift++) {
    const step = stepAt(nowMs) + drift;
    const expected = Buffer.from(codeOfStep(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) matching = step;
  }
  return matching;
}

/** For the QR code that an authenticator reads. */
export function otpauthUrl(secret: Uint8Array, name: string): string {
  const label = encodeURIComponent(`Wayside:${name}`);
  return `otpauth://totp/${label}?secret=${base32Of(secret)}&issuer=Wayside`;
}

function stepAt(atMs: number): number {
  return Math.floor(atMs / STEP_MS);
}

function codeOfStep(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}
