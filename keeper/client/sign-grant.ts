import { sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Grant, SignedGrant } from './grant.ts';

/** What an approver signs: a label, so that the signature means nothing elsewhere, and the grant. */
export function grantBytes(grant: Grant): Buffer {
  return Buffer.from(`wayside grant 1\n${canonicalJson(grant)}`);
}

/** Signs with the approver's Ed25519 private key. */
export function signGrant(privateKey: KeyObject, grant: Grant): SignedGrant {
  return { grant, signature: sign(null, grantBytes(grant), privateKey).toString('base64') };
}
