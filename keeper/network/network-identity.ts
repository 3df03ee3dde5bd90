import { X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { WaysideError } from '../../pipeline/errors.ts';
import { keeperPaths } from '../client/keeper-folder.ts';
import { replaceSecretFile } from '../secret-file.ts';
import { openSigningKey } from '../signing-key-file.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** What the keeper shows to those who reach it over the network. */
export interface NetworkIdentity {
  readonly privateKey: KeyObject;
  /** PEM. */
  readonly certificate: string;
  /** SHA-256 of the certificate, 64 hexadecimal digits: what clients are told to expect. */
  readonly fingerprint: string;
}

const NAME = 'wayside-keeper';

/**
 * Opens key and certificate in the keeper's folder, or makes them. Whoever has certificates of their
 * own puts both files there before the first start. Throws KEYRING_INVALID.
 */
export async function openNetworkIdentity(folder: string): Promise<NetworkIdentity> {
  const paths = keeperPaths(folder);
  const { privateKey } = await openSigningKey(paths.networkKey);
  const pem = (await readIfThere(paths.networkCertificate)) ?? (await make(privateKey, folder));
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (cause) {
    throw new WaysideError('KEYRING_INVALID', `${paths.networkCertificate} is no certificate`, {
      cause,
    });
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new WaysideError(
      'KEYRING_INVALID',
      `${paths.networkCertificate} is not that of the key ${paths.networkKey}`,
    );
  }
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { privateKey, certificate: pem, fingerprint };
}

async function make(privateKey: KeyObject, folder: string): Promise<string> {
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new WaysideError(
      'KEYRING_INVALID',
      `the key ${keeperPaths(folder).networkKey} has no certificate beside it`,
    );
  }
  const pem = selfSignedCertificate(privateKey, NAME);
  await replaceSecretFile(keeperPaths(folder).networkCertificate, pem);
  return pem;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new WaysideError('KEYRING_INVALID', `${file} can't be read`, { cause });
  }
}
