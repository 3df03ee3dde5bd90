import { createPublicKey } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { signEndorsement } from '../../keeper/client/endorsement.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import {
  findApproverKey,
  listApproverKeys,
  saveApproverKey,
  type NamedApproverKey,
} from '../../store/people/approver-keys.ts';
import type { UserActor } from '../auth/actor.ts';
import { newApproverKey } from '../auth/approver-key.ts';
import { unlockToSign } from '../auth/unlock-approver-key.ts';
import type { RouteContext } from '../routes/route-app.ts';

export const Fingerprint = Type.String({
  pattern: '^[0-9a-f]{64}$',
  maxLength: 64,
  description: 'SHA-256 of the public key, hexadecimal.',
});

export const Approver = Type.Object({
  name: Type.String({ description: 'Sign-in name.' }),
  fingerprint: Fingerprint,
  status: Type.Enum(['waiting', 'admitted'], {
    description: '`waiting`: the keeper doesn’t take what this key signs yet.',
  }),
  createdAt: Type.String({ format: 'date-time', description: 'ISO 8601, UTC' }),
});
export type Approver = Static<typeof Approver>;

type Context = Pick<RouteContext, 'db' | 'keeper' | 'nowMs'>;
interface By {
  readonly by: UserActor;
  readonly requestId: string;
}

/** Those who made a key, by name. */
export async function listApprovers({ db, keeper }: Context): Promise<Approver[]> {
  const keys = await listApproverKeys(db);
  const { approverFingerprints } = await keeper.status();
  return keys.map((key) => viewOf(key, approverFingerprints));
}

/**
 * A key pair of one's own, in place of the one before. It signs nothing that counts until the keeper
 * admits it: by whoever runs the keeper's machine, or by an approver's endorsement.
 */
export async function makeApproverKey(
  { db, keeper, nowMs }: Context,
  { by, requestId, passphrase }: By & { readonly passphrase: string },
): Promise<Approver> {
  const key = await newApproverKey(by.userId, passphrase, nowMs());
  const { fingerprint } = key;
  await db.transaction().execute(async (transaction) => {
    await saveApproverKey(transaction, key);
    await keeper.recordEvent({
      by: { name: by.name, role: by.role, requestId },
      action: 'approver-key-made',
      particulars: { fingerprint },
    });
  });
  return viewOf({ ...key, name: by.name }, []);
}

/**
 * Signs another approver's key, so that the keeper takes it. `fingerprint` is what that person said
 * theirs is: what is stored may have been exchanged.
 *
 * @throws WaysideError NOT_FOUND, CONFLICT when the stored key is another, PASSPHRASE_WRONG, LOCKED_OUT,
 *   APPROVER_KEY_MISSING, APPROVER_REFUSED as the keeper says
 */
export async function endorseApprover(
  context: Context,
  {
    by,
    requestId,
    name,
    fingerprint,
    passphrase,
  }: By & { readonly name: string; readonly fingerprint: string; readonly passphrase: string },
): Promise<Approver> {
  const { db, keeper, nowMs } = context;
  const key = await findApproverKey(db, { name });
  if (key === undefined)
    throw new WaysideError('NOT_FOUND', 'no approver’s key of this name waits');
  if (key.fingerprint !== fingerprint) {
    throw new WaysideError('CONFLICT', 'the key that waits has another fingerprint');
  }
  const publicKey = createPublicKey({
    key: Buffer.from(key.publicKey),
    format: 'der',
    type: 'spki',
  });
  const admittedAtMs = nowMs();
  const askedBy = { name: by.name, role: by.role, requestId };
  const privateKey = await unlockToSign(context, askedBy, by.userId, passphrase);
  const admitted = await keeper.admitApprover({
    by: askedBy,
    name,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    admittedAtMs,
    endorser: by.name,
    signature: signEndorsement(privateKey, { name, fingerprint, admittedAtMs }),
  });
  return viewOf(key, [admitted]);
}

function viewOf(
  { name, fingerprint, createdAt }: Pick<NamedApproverKey, 'name' | 'fingerprint' | 'createdAt'>,
  admitted: readonly string[],
): Approver {
  return {
    name,
    fingerprint,
    status: admitted.includes(fingerprint) ? 'admitted' : 'waiting',
    createdAt: createdAt.toISOString(),
  };
}
