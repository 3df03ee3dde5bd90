import { createPublicKey } from 'node:crypto';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { keyFingerprint } from '../../keeper/client/endorsement.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import { signHold, type Hold } from '../../keeper/client/hold.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { requireGrant } from '../../store/cases/case-grants.ts';
import { requireHold, activateHold, saveApprovals } from '../../store/retention/legal-holds.ts';
import type { UserActor } from '../auth/actor.ts';
import { unlockToSign } from '../auth/unlock-approver-key.ts';
import { openDocuments } from '../cases/case-documents.ts';
import { GrantDocument } from '../cases/grant-answer.ts';
import type { ApiContext } from '../context.ts';
import { approvalsOf, HoldDocument, holdAnswers, type HoldAnswer } from './hold-answer.ts';
import { keepHeld } from './keep-held.ts';

type Context = Pick<ApiContext, 'db' | 'objects' | 'keeper' | 'nowMs'>;

/** Signatures that place a hold. */
const APPROVERS = 2;

/**
 * Signs the hold with the approver's own key, which their passphrase opens. The second signature places
 * it: the keeper makes its key, and what it covers is kept under that. Throws NOT_FOUND, CASE_CLOSED,
 * CONFLICT when it isn't waiting, HOLD_INVALID, GRANT_INVALID when its grant has ended, PASSPHRASE_WRONG,
 * LOCKED_OUT, APPROVER_KEY_MISSING, APPROVER_REFUSED, AUDIT_UNAVAILABLE.
 */
export async function approveHold(
  context: Context,
  {
    by,
    approver,
    holdId,
    passphrase,
  }: {
    readonly by: AskedBy;
    readonly approver: UserActor;
    readonly holdId: string;
    readonly passphrase: string;
  },
): Promise<HoldAnswer> {
  const { db, keeper } = context;
  const row = await requireHold(db, holdId);
  if (row.status !== 'requested') {
    throw new WaysideError('CONFLICT', `the hold is ${row.status}`, {
      details: { status: row.status },
    });
  }
  const before = approvalsOf(row).filter(({ approver: name }) => name !== by.name);
  if (row.requestedBy === by.name) {
    throw new WaysideError('HOLD_INVALID', 'somebody else has to approve this: you asked for it');
  }
  const { hold, grant } = await openHold(context, by, row);
  const key = await unlockToSign(context, by, approver.userId, passphrase);
  const { approverFingerprints } = await keeper.status();
  if (!approverFingerprints.includes(keyFingerprint(createPublicKey(key)))) {
    throw new WaysideError('APPROVER_REFUSED', 'the keeper doesn’t take your key yet');
  }
  const signatures = [...before, signHold(key, by.name, hold)];
  await keeper.recordEvent({
    by,
    action: 'hold-approved',
    particulars: { holdId, caseId: hold.caseId, approvals: signatures.length },
  });
  await saveApprovals(db, holdId, signatures);
  if (signatures.length >= APPROVERS) {
    await keeper.placeHold({ by, grant, hold, signatures });
    // What was kept when this fails half way stays; approving again goes on.
    await keepHeld(context, by, grant, hold);
    await activateHold(db, holdId);
  }
  return (await holdAnswers(context, by, [await requireHold(db, holdId)]))[0]!;
}

async function openHold(
  { db, keeper }: Context,
  by: AskedBy,
  row: { readonly id: string; caseId: string; grantId: string; sealed: Uint8Array },
): Promise<{ hold: Hold; grant: SignedGrant }> {
  const { caseId, grantId, sealed } = row;
  const { sealedGrant } = await requireGrant(db, grantId);
  const [hold, grant] = (await openDocuments(keeper, by, [
    { kind: HoldDocument, caseId, subjectId: row.id, sealed },
    { kind: GrantDocument, caseId, subjectId: grantId, sealed: sealedGrant },
  ])) as [Hold | null, SignedGrant | null];
  if (hold === null || grant === null) {
    throw new WaysideError('CASE_CLOSED', `case ${caseId} is closed`, { details: { caseId } });
  }
  return { hold, grant };
}
