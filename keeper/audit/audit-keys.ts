import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';
import { NOTE_ED25519, noteKey, type NoteKey } from '../client/log/signed-note.ts';
import { replaceSecretFile } from '../secret-file.ts';

/** The keys of the audit log. They aren't ratcheted: what was asked outlives what was seen. */
export interface AuditKeys {
  /** Seals the details of entries, AES-256. */
  readonly seal: Buffer;
  /** Signs tree heads, Ed25519. */
  readonly signing: KeyObject;
  /** What others check those with; its name is the log's origin. */
  readonly verifier: NoteKey;
}

const AuditKeysFile = Type.Object({
  version: Type.Literal(1),
  seal: Type.String(),
  signing: Type.String(),
  /** Of the log, for as long as it lives. Without: made from the public key. */
  origin: Type.Optional(Type.String()),
});

/** Writes new keys. An existing file would be lost: check first. */
export async function createAuditKeys(file: string, origin?: string): Promise<void> {
  const contents: Static<typeof AuditKeysFile> = {
    version: 1,
    seal: randomBytes(32).toString('base64'),
    signing: generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    ...(origin === undefined ? {} : { origin }),
  };
  await replaceSecretFile(file, JSON.stringify(contents));
}

/** Throws KEYRING_INVALID. */
export async function openAuditKeys(file: string): Promise<AuditKeys> {
  try {
    const contents: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!Check(AuditKeysFile, contents)) throw new TypeError('not as written');
    const seal = Buffer.from(contents.seal, 'base64');
    if (seal.length !== 32) throw new TypeError('not as written');
    const signing = createPrivateKey(contents.signing);
    const publicKey = createPublicKey(signing);
    const origin = contents.origin ?? originOf(publicKey);
    return { seal, signing, verifier: noteKey(origin, NOTE_ED25519, publicKey) };
  } catch (cause) {
    throw new WaysideError('KEYRING_INVALID', `the audit keys ${file} are damaged or unreadable`, {
      cause,
    });
  }
}

/** Random, as the key is. */
function originOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return `wayside/${createHash('sha256').update(der).digest('hex').slice(0, 16)}`;
}
