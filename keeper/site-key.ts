import { createPublicKey, type KeyObject } from 'node:crypto';
import { openSigningKey } from './signing-key-file.ts';

/** The Ed25519 key with which the keeper itself approves, where the site lets it. */
export interface SiteKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes it when there is none. Throws KEYRING_INVALID. */
export async function openSiteKey(file: string): Promise<SiteKey> {
  const { privateKey } = await openSigningKey(file);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
