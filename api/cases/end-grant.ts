import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { changeGrant, requireGrant } from '../../store/cases/case-grants.ts';
import { requireCase } from '../../store/cases/case-files.ts';
import type { CaseGrant } from '../../store/schema/cases.ts';
import type { ApiContext } from '../context.ts';
import { requireWaiting } from './approve-grant.ts';
import { sealDocument } from './case-documents.ts';
import { requireOpen } from './cases.ts';
import { RefusalDocument } from './grant-answer.ts';
import { showGrant } from './show-grants.ts';
import type { GrantAnswer } from './grant-answer.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>;

/** An approver says no, and why. Throws NOT_FOUND, CASE_CLOSED, CONFLICT, GRANT_INVALID for one's own. */
export async function refuseGrant(
  context: Context,
  by: AskedBy,
  grantId: string,
  reason: string,
): Promise<GrantAnswer> {
  const { db, keeper, nowMs } = context;
  const grant = await requireGrant(db, grantId);
  requireOpen(await requireCase(db, grant.caseId));
  requireWaiting(grant);
  if (grant.requester === by.name) {
    throw new WaysideError('GRANT_INVALID', 'you asked for it: withdraw it');
  }
  const { caseId } = grant;
  await keeper.recordEvent({
    by,
    action: 'grant-refused',
    particulars: { grantId, caseId, reason },
  });
  await revokeWhereSigned(context, by, grant);
  const place = { by, caseId, subjectId: grantId };
  const sealedRefusal = await sealDocument(keeper, RefusalDocument, place, reason);
  const changed = await changeGrant(db, grantId, grant.status, {
    status: 'refused',
    sealedRefusal,
    approver: by.name,
    secondApprover: null,
    decidedAt: new Date(nowMs()),
  });
  return showGrant(context, by, changed);
}

/**
 * Its requester, or an approver who signed it, takes it back: the keeper refuses it from now on. Throws
 * NOT_FOUND, CONFLICT when there is nothing to take back.
 */
export async function withdrawGrant(
  context: Context,
  by: AskedBy,
  grantId: string,
): Promise<GrantAnswer> {
  const { db, keeper, nowMs } = context;
  const grant = await requireGrant(db, grantId);
  const theirs = [grant.requester, grant.approver, grant.secondApprover].includes(by.name);
  if (!theirs) throw new WaysideError('NOT_FOUND', 'there is no such grant');
  if (grant.status !== 'approved') requireWaiting(grant);
  await keeper.recordEvent({
    by,
    action: 'grant-withdrawn',
    particulars: { grantId, caseId: grant.caseId },
  });
  await revokeWhereSigned(context, by, grant);
  const changed = await changeGrant(db, grantId, grant.status, {
    status: 'withdrawn',
    decidedAt: new Date(nowMs()),
  });
  return showGrant(context, by, changed);
}

/** A signature that exists somewhere must be worth nothing. */
async function revokeWhereSigned(
  { keeper }: Context,
  by: AskedBy,
  { id: grantId, sealedGrant }: CaseGrant,
): Promise<void> {
  if (sealedGrant !== null) await keeper.revokeGrant({ by, grantId });
}
