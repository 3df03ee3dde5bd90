import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { WaysideError } from '../../../pipeline/errors.ts';

/**
 * Signed notes (https://c2sp.org/signed-note): a text that ends in a newline, an empty line, and lines
 * `— <key name> <base64 of key id and signature>`.
 */

/** What a signature says, by its type byte. */
export const NOTE_ED25519 = 0x01;
/** A witness's, which has its time in it (https://c2sp.org/tlog-cosignature). */
export const NOTE_COSIGNATURE = 0x04;

export interface NoteKey {
  /** No spaces and no `+`. */
  readonly name: string;
  /** First 32 bits of SHA-256 of name, newline, type byte and public key. */
  readonly keyId: number;
  readonly type: typeof NOTE_ED25519 | typeof NOTE_COSIGNATURE;
  /** Ed25519. */
  readonly publicKey: KeyObject;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Buffer;
}

export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const MOST_NOTE_CHARACTERS = 1_000_000;
const MOST_SIGNATURES = 100;
const NAME = /^[^\s+]+$/u;

export function noteKey(name: string, type: NoteKey['type'], publicKey: KeyObject): NoteKey {
  const digest = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(type))
    .update(rawPublicKey(publicKey))
    .digest();
  return { name, type, publicKey, keyId: digest.readUInt32BE(0) };
}

/** As people hand it on: `<name>+<key id, 8 hex>+<base64 of type byte and public key>`. */
export function formatVerifierKey({ name, keyId, type, publicKey }: NoteKey): string {
  const material = Buffer.concat([Buffer.of(type), rawPublicKey(publicKey)]);
  return `${name}+${hexId(keyId)}+${material.toString('base64')}`;
}

/** Throws USAGE for what is no verifier key, or one of another kind than Ed25519. */
export function parseVerifierKey(text: string): NoteKey {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  const material = match === null ? null : strictBase64(match[3]!);
  if (match !== null && material?.length === 33) {
    const type = material[0];
    if (type === NOTE_ED25519 || type === NOTE_COSIGNATURE) {
      const x = material.subarray(1).toString('base64url');
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      const key = noteKey(match[1]!, type, publicKey);
      if (hexId(key.keyId) === match[2]) return key;
    }
  }
  throw new WaysideError('USAGE', 'this is no verifier key of the form NAME+KEYID+BASE64');
}

/** The text with the signature of a log's key. */
export function signNote(text: string, { name, keyId }: NoteKey, privateKey: KeyObject): string {
  return `${text}\n${noteSignatureLine(name, keyId, sign(null, Buffer.from(text), privateKey))}`;
}

export function noteSignatureLine(name: string, keyId: number, signature: Uint8Array): string {
  const id = Buffer.alloc(4);
  id.writeUInt32BE(keyId);
  return `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/** Null for what is no signed note. */
export function parseNote(note: string): Note | null {
  // eslint-disable-next-line no-control-regex -- the format forbids them
  if (note.length > MOST_NOTE_CHARACTERS || /[\u0000-\u0009\u000b-\u001f\ufffd]/.test(note)) {
    return null;
  }
  const split = note.lastIndexOf('\n\n');
  if (split === -1 || !note.endsWith('\n')) return null;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return null;
  const signatures = lines.map(parseSignatureLine);
  if (signatures.some((signature) => signature === null)) return null;
  return { text: note.slice(0, split + 1), signatures: signatures as NoteSignature[] };
}

export function parseSignatureLine(line: string): NoteSignature | null {
  const [dash, name, base64, ...rest] = line.split(' ');
  if (dash !== '—' || name === undefined || !NAME.test(name) || rest.length > 0) return null;
  const bytes = base64 === undefined ? null : strictBase64(base64);
  if (bytes === null || bytes.length < 5) return null;
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) };
}

/** True when the key signed the text, and no signature under its name and id is another's. */
export function isSignedBy({ text, signatures }: Note, key: NoteKey): boolean {
  const own = signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  return own.length > 0 && own.every(({ signature }) => verifySignature(key, text, signature));
}

function verifySignature({ type, publicKey }: NoteKey, text: string, signature: Buffer): boolean {
  if (type === NOTE_ED25519) return verify(null, Buffer.from(text), publicKey, signature);
  if (signature.length !== 72) return false;
  const message = cosignedMessage(text, signature.readBigUInt64BE(0));
  return verify(null, message, publicKey, signature.subarray(8));
}

/** What a witness signs; the time is in seconds since the Unix epoch. */
export function cosignedMessage(text: string, time: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}

function rawPublicKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
}

function hexId(keyId: number): string {
  return keyId.toString(16).padStart(8, '0');
}

/** Null for what isn't the one way to write its bytes. */
function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
