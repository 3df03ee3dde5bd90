import type { SealedRow } from './keeper-types.ts';

/** Bytes, rows and 64-bit tokens as the protocol carries them. */

export function bytesToWire(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function bytesFromWire(wire: string): Buffer {
  return Buffer.from(wire, 'base64');
}

/** Field by field, as callers may hand in rows that have more. */
export function rowToWire({ id, cameraId, capturedAtMs, sealed }: SealedRow) {
  return { id, cameraId, capturedAtMs, sealed: bytesToWire(sealed) };
}

/** Signed 64-bit integers, 8 bytes each, big-endian, base64; no tokens: `''`. */
export function tokensToWire(tokens: readonly bigint[]): string {
  const bytes = Buffer.allocUnsafe(tokens.length * 8);
  tokens.forEach((token, index) => bytes.writeBigInt64BE(token, index * 8));
  return bytes.toString('base64');
}

export function tokensFromWire(wire: string): bigint[] {
  const bytes = Buffer.from(wire, 'base64');
  const tokens: bigint[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 8) tokens.push(bytes.readBigInt64BE(at));
  return tokens;
}
