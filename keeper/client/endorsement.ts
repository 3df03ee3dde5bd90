import { createHash, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** What an approver signs to let another one approve. */
export interface Endorsement {
  readonly name: string;
  /** Of the new approver's key, see `keyFingerprint`. */
  readonly fingerprint: string;
  /** The keeper takes it for ten minutes only, so that an old one can't bring back who was retired. */
  readonly admittedAtMs: number;
}

/** SHA-256 of the key's SPKI DER, hexadecimal. */
export function keyFingerprint(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

export function endorsementBytes({ name, fingerprint, admittedAtMs }: Endorsement): Buffer {
  const signed = canonicalJson({ name, fingerprint, admittedAtMs });
  return Buffer.from(`wayside approver 1\n${signed}`);
}

/** The endorser's Ed25519 signature, base64. */
export function signEndorsement(privateKey: KeyObject, endorsement: Endorsement): string {
  return sign(null, endorsementBytes(endorsement), privateKey).toString('base64');
}
