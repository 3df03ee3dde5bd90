import { createPublicKey, type KeyObject } from 'node:crypto';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { keyFingerprint } from '../../keeper/client/endorsement.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import { coSignGrant, signGrant } from '../../keeper/client/sign-grant.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { changeGrant, requireGrant } from '../../store/cases/case-grants.ts';
import { requireCase } from '../../store/cases/case-files.ts';
import type { CaseFile, CaseGrant } from '../../store/schema/cases.ts';
import type { UserActor } from '../auth/actor.ts';
import { unlockToSign } from '../auth/unlock-approver-key.ts';
import type { ApiContext } from '../context.ts';
import { openDocuments, sealDocument } from './case-documents.ts';
import { requireOpen } from './cases.ts';
import { GrantDocument, RequestDocument, grantAnswer, type GrantAnswer } from './grant-answer.ts';
import type { RequestedScope } from './grant-scope.ts';
import { grantOf } from './request-grant.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>;

interface Approval {
  readonly by: AskedBy;
  readonly approver: UserActor;
  readonly grantId: string;
  readonly passphrase: string;
}

/**
 * Signs the request with the approver's own key, which their passphrase opens. Data so old that two have
 * to sign is half approved after the first. Throws NOT_FOUND, CASE_CLOSED, CONFLICT when it isn't waiting,
 * GRANT_INVALID for one's own request, PASSPHRASE_WRONG, LOCKED_OUT, APPROVER_KEY_MISSING,
 * APPROVER_REFUSED while the keeper doesn't take the key.
 */
export async function approveGrant(
  context: Context,
  { by, approver, grantId, passphrase }: Approval,
): Promise<GrantAnswer> {
  const { db, keeper } = context;
  const grant = await requireGrant(db, grantId);
  const file = await requireCase(db, grant.caseId);
  requireOpen(file);
  requireWaiting(grant);
  if (grant.requester === by.name || grant.approver === by.name) {
    const why = grant.requester === by.name ? 'you asked for it' : 'you signed it already';
    throw new WaysideError('GRANT_INVALID', `somebody else has to approve this: ${why}`, {
      details: { grantId },
    });
  }
  const { approverFingerprints, secondApproverAfterDays } = await keeper.status();
  const nowMs = context.nowMs();
  const [scope, signedBefore] = (await openDocuments(keeper, by, [
    { kind: RequestDocument, caseId: file.id, subjectId: grantId, sealed: grant.sealedRequest },
    { kind: GrantDocument, caseId: file.id, subjectId: grantId, sealed: grant.sealedGrant },
  ])) as [RequestedScope | null, SignedGrant | null];
  // Closed since it was read.
  if (scope === null) throw new WaysideError('CASE_CLOSED', `case ${file.id} is closed`);

  const key = await unlockToSign(context, by, approver.userId, passphrase);
  if (!approverFingerprints.includes(keyFingerprint(createPublicKey(key)))) {
    throw new WaysideError('APPROVER_REFUSED', 'the keeper doesn’t take your key yet');
  }
  const approved =
    signedBefore === null
      ? signFirst(file, grant, scope, { by, key, nowMs, secondApproverAfterDays })
      : signSecond(grant, signedBefore, { by, key, nowMs });
  await keeper.recordEvent({
    by,
    action: 'grant-approved',
    particulars: {
      grantId,
      caseId: file.id,
      status: approved.status,
      grant: approved.signed.grant,
    },
  });
  const { signed, ...change } = approved;
  const place = { by, caseId: file.id, subjectId: grantId };
  const sealedGrant = await sealDocument(keeper, GrantDocument, place, signed);
  const changed = await changeGrant(db, grantId, grant.status, { ...change, sealedGrant });
  return grantAnswer(changed, scope, null, { nowMs, secondApproverAfterDays });
}

interface Signing {
  readonly by: AskedBy;
  readonly key: KeyObject;
  readonly nowMs: number;
}

function signFirst(
  file: CaseFile,
  request: CaseGrant,
  scope: RequestedScope,
  { by, key, nowMs, secondApproverAfterDays }: Signing & { secondApproverAfterDays: number },
) {
  const grant = grantOf(file, request, scope, { approver: by.name, issuedAtMs: nowMs });
  const old = grant.fromMs < nowMs - secondApproverAfterDays * 86_400_000;
  return {
    signed: signGrant(key, grant),
    status: old ? ('half-approved' as const) : ('approved' as const),
    approver: by.name,
    decidedAt: new Date(nowMs),
    expiresAt: new Date(grant.expiresAtMs),
  };
}

function signSecond(request: CaseGrant, before: SignedGrant, { by, key, nowMs }: Signing) {
  if (before.grant.expiresAtMs <= nowMs) {
    throw new WaysideError('CONFLICT', 'it expired before a second approver signed it');
  }
  return {
    signed: coSignGrant(before, by.name, key),
    status: 'approved' as const,
    secondApprover: by.name,
    decidedAt: new Date(nowMs),
    expiresAt: request.expiresAt,
  };
}

/** Throws CONFLICT. */
export function requireWaiting({ status }: Pick<CaseGrant, 'status'>): void {
  if (status !== 'requested' && status !== 'half-approved') {
    throw new WaysideError('CONFLICT', `the grant is ${status}`, { details: { status } });
  }
}
