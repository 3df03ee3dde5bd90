import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import type { Grant, SignedGrant } from './client/grant.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { signGrant } from './client/sign-grant.ts';
import { replaceSecretFile } from './secret-file.ts';

/** Who may approve grants: names with their Ed25519 public keys (SPKI, PEM). */
const ApproversFile = Type.Object({
  version: Type.Literal(1),
  approvers: Type.Array(
    Type.Object({ name: Type.String({ minLength: 1 }), publicKey: Type.String() }),
  ),
});
type ApproversFile = Static<typeof ApproversFile>;

export interface RegisteredApprover {
  readonly name: string;
  readonly publicKey: KeyObject;
  /** SHA-256 of the key's SPKI DER, hex. */
  readonly fingerprint: string;
}

/** No file: nobody may approve. Throws KEYRING_INVALID for a damaged one. */
export async function loadApprovers(folder: string): Promise<RegisteredApprover[]> {
  return (await readApprovers(folder)).approvers.map(({ name, publicKey: pem }) => {
    const publicKey = createPublicKey(pem);
    const der = publicKey.export({ type: 'spki', format: 'der' });
    return { name, publicKey, fingerprint: createHash('sha256').update(der).digest('hex') };
  });
}

/**
 * Lets someone approve grants from the keeper's next start on. This is for whoever owns the keeper's
 * folder: the socket has no such call, so a program that may search can't appoint its own approver.
 */
export async function registerApprover(
  folder: string,
  name: string,
  publicKey: KeyObject,
): Promise<void> {
  const { approvers } = await readApprovers(folder);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const others = approvers.filter((approver) => approver.name !== name);
  const contents: ApproversFile = {
    version: 1,
    approvers: [...others, { name, publicKey: pem }],
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceSecretFile(keeperPaths(folder).approvers, JSON.stringify(contents));
}

/** Someone who approves on this machine: their private key is a file beside the keyring. */
export interface LocalApprover {
  readonly name: string;
  sign(grant: Grant): SignedGrant;
}

/** Opens the approver's key, or makes and registers one; call before the keeper starts. */
export async function openLocalApprover(folder: string, name: string): Promise<LocalApprover> {
  const file = keeperPaths(folder).approverKey(name);
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, error);
    privateKey = generateKeyPairSync('ed25519').privateKey;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await replaceSecretFile(file, pem);
    await registerApprover(folder, name, createPublicKey(privateKey));
  }
  return { name, sign: (grant) => signGrant(privateKey, grant) };
}

async function readApprovers(folder: string): Promise<ApproversFile> {
  const file = keeperPaths(folder).approvers;
  let contents: unknown;
  try {
    contents = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, approvers: [] };
    throw unreadable(file, error);
  }
  if (!Check(ApproversFile, contents)) throw unreadable(file);
  return contents;
}

function unreadable(file: string, cause?: unknown): WaysideError {
  return new WaysideError('KEYRING_INVALID', `${file} is damaged or can't be read`, { cause });
}
