import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { WaysideError } from '../pipeline/errors.ts';
import { replaceSecretFile } from './secret-file.ts';

/** The Ed25519 key with which the keeper itself approves, where the site lets it. */
export interface SiteKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes it when there is none. Throws KEYRING_INVALID. */
export async function openSiteKey(file: string): Promise<SiteKey> {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(await readFile(file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new WaysideError('KEYRING_INVALID', `${file} is damaged or can't be read`, { cause });
    }
    privateKey = generateKeyPairSync('ed25519').privateKey;
    await replaceSecretFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
