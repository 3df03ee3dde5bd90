import { randomUUID } from 'node:crypto';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { SITE_APPROVER, type Grant, type SignedGrant } from '../../keeper/client/grant.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { addGrant } from '../../store/cases/case-grants.ts';
import type { CaseFile, CaseGrant } from '../../store/schema/cases.ts';
import type { UserActor } from '../auth/actor.ts';
import type { ApiContext } from '../context.ts';
import { momentMs } from '../moment.ts';
import { sealDocument } from './case-documents.ts';
import { caseOf, requireOpen } from './cases.ts';
import { checkWidth } from './check-width.ts';
import { GrantDocument, RequestDocument, grantAnswer, type GrantAnswer } from './grant-answer.ts';
import type { GrantRequest, RequestedScope } from './grant-scope.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'config' | 'nowMs'>;

const HOUR_MS = 3_600_000;

/**
 * Asks for a grant; it is worth nothing until an approver signs it. Only the one who opened the case
 * asks in it. Throws NOT_FOUND, CASE_CLOSED, PATTERN_INVALID, PATTERN_TOO_WIDE, CAMERA_UNKNOWN,
 * TIME_INVALID; GRANT_INVALID for a grant of one's own that the site doesn't allow.
 */
export async function requestGrant(
  { db, keeper, config, nowMs }: Context,
  by: AskedBy,
  requester: UserActor,
  caseId: string,
  request: GrantRequest,
): Promise<GrantAnswer> {
  const file = await caseOf(db, requester, caseId);
  requireOpen(file);
  const { maxGrantHours, secondApproverAfterDays } = await keeper.status();
  const asked = scopeOf(request, maxGrantHours);
  const id = randomUUID();
  const estimate = await checkWidth(db, asked, config.search).catch(async (error: unknown) => {
    if (error instanceof WaysideError && error.code === 'PATTERN_TOO_WIDE') {
      const { code, message } = error;
      const particulars = { code, message, caseId, request };
      await keeper.recordEvent({ by, action: 'request-denied', particulars });
    }
    throw error;
  });
  const scope: RequestedScope = { ...asked, estimate };
  const requestedAtMs = nowMs();
  await keeper.recordEvent({
    by,
    action: 'grant-requested',
    particulars: { grantId: id, caseId, reference: file.reference, purpose: file.purpose, scope },
  });
  const place = { by, caseId, subjectId: id };
  const requested: CaseGrant = {
    id,
    caseId,
    status: 'requested',
    requester: by.name,
    requestedAt: new Date(requestedAtMs),
    sealedRequest: await sealDocument(keeper, RequestDocument, place, scope),
    sealedGrant: null,
    sealedRefusal: null,
    approver: null,
    secondApprover: null,
    decidedAt: null,
    expiresAt: null,
    selfApproved: false,
  };
  const grant =
    request.selfGrant === true
      ? await grantedBySite({ keeper }, by, file, requested, scope, requestedAtMs)
      : requested;
  await addGrant(db, grant);
  return grantAnswer(grant, scope, null, { nowMs: requestedAtMs, secondApproverAfterDays });
}

function scopeOf(request: GrantRequest, maxGrantHours: number): Omit<RequestedScope, 'estimate'> {
  const {
    cameras = 'all',
    footage = 'sightings',
    unmask = false,
    reason,
    expiresInHours,
  } = request;
  const plates = request.plates.map(({ pattern, wrongCharacters = 0, partial = false }) => ({
    pattern,
    wrongCharacters,
    partial,
  }));
  const fromMs = momentMs(request.from, 'from');
  const toMs = momentMs(request.to, 'to');
  if (toMs <= fromMs) throw new WaysideError('TIME_INVALID', 'to does not lie after from');
  if (plates.length === 0 && footage !== 'all') {
    throw new WaysideError('USAGE', 'a grant without plates opens nothing: name some');
  }
  const hours = expiresInHours ?? Math.min(24, maxGrantHours);
  if (hours > maxGrantHours) {
    throw new WaysideError('GRANT_INVALID', `a grant lasts ${maxGrantHours} hours at most here`, {
      details: { maxGrantHours },
    });
  }
  return { plates, cameras, fromMs, toMs, footage, unmask, reason, expiresInHours: hours };
}

async function grantedBySite(
  { keeper }: Pick<Context, 'keeper'>,
  by: AskedBy,
  file: CaseFile,
  requested: CaseGrant,
  scope: RequestedScope,
  issuedAtMs: number,
): Promise<CaseGrant> {
  const grant = grantOf(file, requested, scope, { approver: SITE_APPROVER, issuedAtMs });
  const signed: SignedGrant = await keeper.selfGrant({ by, grant });
  const place = { by, caseId: file.id, subjectId: requested.id };
  return {
    ...requested,
    status: 'approved',
    sealedGrant: await sealDocument(keeper, GrantDocument, place, signed),
    approver: SITE_APPROVER,
    decidedAt: new Date(issuedAtMs),
    expiresAt: new Date(grant.expiresAtMs),
    selfApproved: true,
  };
}

/** What is signed: the request as it was asked, no more and no less. */
export function grantOf(
  file: Pick<CaseFile, 'id' | 'reference' | 'purpose'>,
  { id, requester }: Pick<CaseGrant, 'id' | 'requester'>,
  scope: RequestedScope,
  { approver, issuedAtMs }: { readonly approver: string; readonly issuedAtMs: number },
): Grant {
  const { plates, cameras, fromMs, toMs, footage, unmask, reason, expiresInHours } = scope;
  return {
    version: 2,
    id,
    caseId: file.id,
    caseReference: file.reference,
    reason,
    purpose: file.purpose as Grant['purpose'],
    plates,
    footage,
    unmask,
    cameras,
    fromMs,
    toMs,
    requester,
    approver,
    issuedAtMs,
    expiresAtMs: issuedAtMs + Math.floor(expiresInHours * HOUR_MS),
  };
}
