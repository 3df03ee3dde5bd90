import { createHash, randomBytes } from 'node:crypto';
import { base32Of } from './base32.ts';

/** 120 random bits: nobody guesses it, so a plain hash may be stored (ASVS 6.5.2 asks for 112). */
const CODE_BYTES = 15;

/** Six groups of four, such as `ABCD-EFGH-IJKL-MNOP-QRST-UVWX`. */
export function newRecoveryCode(): string {
  return base32Of(randomBytes(CODE_BYTES)).match(/.{4}/g)!.join('-');
}

/** SHA-256, 32 bytes, however it was typed: small letters, other hyphens and spaces. */
export function hashRecoveryCode(typed: string): Buffer {
  const code = typed.toUpperCase().replace(/[^A-Z2-7]/g, '');
  return createHash('sha256').update(code).digest();
}
