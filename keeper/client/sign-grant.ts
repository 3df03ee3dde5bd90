import { sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Grant, SignedGrant } from './grant.ts';

/** What an approver signs: a label, so that the signature means nothing elsewhere, and the grant. */
export function grantBytes(grant: Grant): Buffer {
  return Buffer.from(`wayside grant 2\n${canonicalJson(grant)}`);
}

/** What a second approver signs: another label, so that one signature can't stand for both. */
export function coSignedBytes(grant: Grant): Buffer {
  return Buffer.from(`wayside grant 2, second approver\n${canonicalJson(grant)}`);
}

/** Signs with the approver's Ed25519 private key. */
export function signGrant(privateKey: KeyObject, grant: Grant): SignedGrant {
  return { grant, signature: signatureOf(grantBytes(grant), privateKey) };
}

/** Adds the signature of a second approver. */
export function coSignGrant(
  signed: SignedGrant,
  approver: string,
  privateKey: KeyObject,
): SignedGrant {
  const signature = signatureOf(coSignedBytes(signed.grant), privateKey);
  return { ...signed, coSignatures: [...(signed.coSignatures ?? []), { approver, signature }] };
}

function signatureOf(bytes: Buffer, privateKey: KeyObject): string {
  return sign(null, bytes, privateKey).toString('base64');
}
