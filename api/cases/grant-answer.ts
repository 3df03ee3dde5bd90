import { Type, type Static } from 'typebox';
import { PURPOSES, SignedGrant } from '../../keeper/client/grant.ts';
import { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { GRANT_STATUSES, type CaseGrant } from '../../store/schema/cases.ts';
import { documentKind, type DocumentToOpen } from './case-documents.ts';
import { Cameras, FootageScope, GrantEstimate, RequestedScope } from './grant-scope.ts';

const Time = Type.String({ description: 'ISO 8601, UTC' });
const NameOrNull = Type.Union([Type.String(), Type.Null()]);
const TimeOrNull = Type.Union([Time, Type.Null()]);

export const RequestDocument = documentKind('request', RequestedScope);
export const GrantDocument = documentKind('grant', SignedGrant);
export const RefusalDocument = documentKind('refusal', Type.String());

const ScopeAnswer = Type.Object({
  plates: Type.Array(PlateQuery),
  cameras: Cameras,
  from: Time,
  to: Time,
  footage: FootageScope,
  unmask: Type.Boolean(),
  expiresInHours: Type.Number(),
  reason: Type.String(),
  estimate: GrantEstimate,
});

/** A grant as its requester sees it. */
export const GrantAnswer = Type.Object({
  id: Type.String(),
  caseId: Type.String(),
  status: Type.Enum([...GRANT_STATUSES, 'expired']),
  requester: Type.String(),
  requestedAt: Time,
  /** Null once the case is closed: its key is gone. */
  scope: Type.Union([ScopeAnswer, Type.Null()]),
  /** Who signed or refused; `(site)`: nobody but the requester. */
  approver: NameOrNull,
  secondApprover: NameOrNull,
  /** Whether two approvers have to sign, as it goes back so far. */
  needsSecondApprover: Type.Boolean(),
  decidedAt: TimeOrNull,
  refusal: NameOrNull,
  /** From then on it isn't valid. */
  expiresAt: TimeOrNull,
  selfApproved: Type.Boolean(),
});
export type GrantAnswer = Static<typeof GrantAnswer>;

/** A grant as an approver sees it: all that they would sign, and the case that it belongs to. */
export const WaitingGrantAnswer = Type.Intersect([
  GrantAnswer,
  Type.Object({
    case: Type.Object({
      reference: Type.String(),
      purpose: Type.Enum([...PURPOSES]),
      reason: NameOrNull,
    }),
  }),
]);
export type WaitingGrantAnswer = Static<typeof WaitingGrantAnswer>;

/** What has to be opened for `grantAnswer`: two documents a grant. */
export function documentsOf(grant: CaseGrant): DocumentToOpen[] {
  const place = { caseId: grant.caseId, subjectId: grant.id };
  return [
    { kind: RequestDocument, ...place, sealed: grant.sealedRequest },
    { kind: RefusalDocument, ...place, sealed: grant.sealedRefusal },
  ];
}

export function grantAnswer(
  grant: CaseGrant,
  scope: RequestedScope | null,
  refusal: string | null,
  { nowMs, secondApproverAfterDays }: { nowMs: number; secondApproverAfterDays: number },
): GrantAnswer {
  const expired =
    (grant.status === 'approved' || grant.status === 'half-approved') &&
    grant.expiresAt !== null &&
    grant.expiresAt.getTime() <= nowMs;
  return {
    id: grant.id,
    caseId: grant.caseId,
    status: expired ? 'expired' : grant.status,
    requester: grant.requester,
    requestedAt: grant.requestedAt.toISOString(),
    scope: scope === null ? null : scopeAnswer(scope),
    approver: grant.approver,
    secondApprover: grant.secondApprover,
    needsSecondApprover:
      scope !== null && scope.fromMs < nowMs - secondApproverAfterDays * 86_400_000,
    decidedAt: grant.decidedAt?.toISOString() ?? null,
    refusal,
    expiresAt: grant.expiresAt?.toISOString() ?? null,
    selfApproved: grant.selfApproved,
  };
}

function scopeAnswer({ fromMs, toMs, ...scope }: RequestedScope): Static<typeof ScopeAnswer> {
  return {
    ...scope,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  };
}
