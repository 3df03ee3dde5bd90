import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { WaysideError } from '../pipeline/errors.ts';
import { replaceSecretFile } from './secret-file.ts';

/** An Ed25519 key in a file (PKCS #8, PEM, 0600), made when there is none. Throws KEYRING_INVALID. */
export async function openSigningKey(
  file: string,
): Promise<{ readonly privateKey: KeyObject; readonly made: boolean }> {
  try {
    return { privateKey: createPrivateKey(await readFile(file)), made: false };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new WaysideError('KEYRING_INVALID', `${file} is damaged or can't be read`, { cause });
    }
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await replaceSecretFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return { privateKey, made: true };
}
