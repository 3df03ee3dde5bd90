import { createPublicKey, type KeyObject } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { WaysideError } from '../pipeline/errors.ts';
import { keyFingerprint } from './client/endorsement.ts';
import { SITE_APPROVER, type Grant, type SignedGrant } from './client/grant.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { signGrant } from './client/sign-grant.ts';
import { folderFile, type FolderFile } from './folder-file.ts';
import { openSigningKey } from './signing-key-file.ts';

/** Who may approve grants: names with their Ed25519 public keys (SPKI, PEM). */
const ApproversFile = Type.Object({
  version: Type.Literal(1),
  approvers: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1 }),
      publicKey: Type.String(),
      /** The private key is a file of this machine: it approves for one person only. */
      local: Type.Optional(Type.Boolean()),
    }),
  ),
  /** Fingerprints of keys that no endorsement can bring back. */
  retired: Type.Optional(Type.Array(Type.String())),
});
type ApproversFile = Static<typeof ApproversFile>;

export interface RegisteredApprover {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly fingerprint: string;
  readonly local: boolean;
}

/** Who may approve, as the keeper's folder says at the moment. */
export interface ApproverRegister {
  /** The same array until the file changes. Throws KEYRING_INVALID. */
  current(): readonly RegisteredApprover[];
  isRetired(fingerprint: string): boolean;
  /** Takes the place of an approver of the same name, and ends a retirement of the key. */
  admit(name: string, publicKey: KeyObject, options?: { readonly local: boolean }): Promise<void>;
  /** From now on, nothing that the approver signed is valid. Throws NOT_FOUND. */
  retire(name: string): Promise<void>;
}

/**
 * The register in the keeper's folder. Whoever owns the folder may write it; over the socket an
 * approver comes in by another one's endorsement only (`admitApprover`).
 */
export function openApprovers(folder: string): ApproverRegister {
  const file: FolderFile<ApproversFile> = folderFile(keeperPaths(folder).approvers, ApproversFile, {
    version: 1,
    approvers: [],
  });
  let parsed: { from: ApproversFile; approvers: readonly RegisteredApprover[] } | null = null;
  return {
    current() {
      const contents = file.current();
      if (parsed?.from !== contents) {
        parsed = { from: contents, approvers: contents.approvers.map(registered) };
      }
      return parsed.approvers;
    },
    isRetired: (fingerprint) => file.current().retired?.includes(fingerprint) ?? false,
    async admit(name, publicKey, { local } = { local: false }) {
      if (name === SITE_APPROVER) {
        throw new WaysideError('CONFLICT', 'this name stands for the site itself');
      }
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const fingerprint = keyFingerprint(publicKey);
      await file.change(({ approvers, retired = [] }) => ({
        version: 1,
        approvers: [
          ...approvers.filter((approver) => approver.name !== name),
          { name, publicKey: pem, ...(local ? { local } : {}) },
        ],
        retired: retired.filter((one) => one !== fingerprint),
      }));
    },
    async retire(name) {
      await file.change((contents) => {
        const gone = contents.approvers.find((approver) => approver.name === name);
        if (gone === undefined)
          throw new WaysideError('NOT_FOUND', `no approver is called ${name}`);
        return {
          version: 1,
          approvers: contents.approvers.filter((approver) => approver !== gone),
          retired: [...(contents.retired ?? []), registered(gone).fingerprint],
        };
      });
    },
  };
}

function registered({
  name,
  publicKey: pem,
  local = false,
}: ApproversFile['approvers'][number]): RegisteredApprover {
  const publicKey = createPublicKey(pem);
  return { name, publicKey, fingerprint: keyFingerprint(publicKey), local };
}

/** Someone who approves on this machine: their private key is a file beside the keyring. */
export interface LocalApprover {
  readonly name: string;
  sign(grant: Grant): SignedGrant;
}

/** Opens the approver's key, or makes and registers one. */
export async function openLocalApprover(folder: string, name: string): Promise<LocalApprover> {
  const file = keeperPaths(folder).approverKey(name);
  const { privateKey, made } = await openSigningKey(file);
  if (made) {
    await openApprovers(folder).admit(name, createPublicKey(privateKey), { local: true });
  }
  return { name, sign: (grant) => signGrant(privateKey, grant) };
}
