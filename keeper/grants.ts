import { coversQuery } from '../pipeline/search/query-cover.ts';
import type { PlateQuery } from '../pipeline/search/sealed-read.ts';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import type { RegisteredApprover } from './approvers.ts';
import { SITE_APPROVER, type Grant, type SignedGrant } from './client/grant.ts';
import { coSignedBytes, grantBytes } from './client/sign-grant.ts';
import { refused, type GrantPolicy } from './grant-policy.ts';
import { checkSelfGrant } from './self-grants.ts';

/** A grant whose signature, approver and time are right. */
export interface CheckedGrant {
  readonly grant: Grant;
  /** Nobody but its requester approved it: to be reviewed. */
  readonly selfApproved: boolean;
  /** Who signed beside the approver, where the grant needed it. */
  readonly coApprovers: readonly string[];
}

/** How far the approver's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

/** Throws GRANT_INVALID, saying why. */
export function checkGrant(signed: SignedGrant, policy: GrantPolicy, nowMs: number): CheckedGrant {
  const { grant } = signed;
  checkTimes(grant, policy, nowMs);
  if (policy.isClosed(grant.caseId)) throw refused(grant, 'its case is closed');
  if (policy.isRevoked(grant.id)) throw refused(grant, 'it was withdrawn');
  if (grant.approver === SITE_APPROVER) {
    checkSiteSignature(signed, policy);
    return { grant, selfApproved: true, coApprovers: [] };
  }
  const approver = registered(grant, grant.approver, policy);
  if (!policy.verify(approver, grantBytes(grant), signed.signature)) {
    throw refused(grant, 'its signature is not of its approver');
  }
  const selfApproved = grant.requester === grant.approver;
  if (policy.twoPersons) {
    return { grant, selfApproved, coApprovers: checkPersons(signed, approver, policy) };
  }
  if (selfApproved && !policy.selfApproval) throw refused(grant, 'its requester approved it');
  return { grant, selfApproved, coApprovers: [] };
}

function checkTimes(grant: Grant, { maxGrantMs }: GrantPolicy, nowMs: number): void {
  if (grant.issuedAtMs > nowMs + CLOCK_SKEW_MS) throw refused(grant, 'it is not valid yet');
  if (grant.expiresAtMs <= nowMs) throw refused(grant, 'it has expired');
  if (grant.expiresAtMs - grant.issuedAtMs > maxGrantMs) {
    throw refused(grant, `it is valid for more than ${maxGrantMs / 3_600_000} hours`);
  }
  if (grant.fromMs >= grant.toMs) throw refused(grant, 'its time span is empty');
}

function checkSiteSignature({ grant, signature }: SignedGrant, policy: GrantPolicy): void {
  checkSelfGrant(grant, policy);
  if (!policy.verify(policy.siteKey, grantBytes(grant), signature)) {
    throw refused(grant, 'its signature is not of the site');
  }
}

/** On a site of several people; gives who had to sign beside the approver. */
function checkPersons(
  signed: SignedGrant,
  approver: RegisteredApprover,
  policy: GrantPolicy,
): readonly string[] {
  const { grant, coSignatures = [] } = signed;
  if (approver.local) {
    throw refused(grant, "its approver's key is a file of the machine: ask someone else");
  }
  if (grant.requester === grant.approver) throw refused(grant, 'its requester approved it');
  if (!needsSecondApprover(grant, policy.secondApproverAfterDays)) return [];
  const second = coSignatures.find(({ approver: name, signature }) => {
    if (name === grant.approver || name === grant.requester) return false;
    const other = policy.approvers.find((one) => one.name === name);
    // One person with two names would still have one key.
    if (other === undefined || other.local || other.fingerprint === approver.fingerprint) {
      return false;
    }
    return policy.verify(other, coSignedBytes(grant), signature);
  });
  if (second === undefined) {
    const days = policy.secondApproverAfterDays;
    throw refused(grant, `it goes back more than ${days} days and no second approver signed it`);
  }
  return [second.approver];
}

/** Whether the grant reaches so far back that one approver isn't enough. */
export function needsSecondApprover(
  grant: Pick<Grant, 'fromMs' | 'issuedAtMs'>,
  afterDays: number,
): boolean {
  return grant.fromMs < grant.issuedAtMs - afterDays * DAY_MS;
}

function registered(grant: Grant, name: string, policy: GrantPolicy): RegisteredApprover {
  const approver = policy.approvers.find((one) => one.name === name);
  if (approver === undefined) throw refused(grant, 'its approver is not registered');
  return approver;
}

/** Throws GRANT_INVALID unless the grant is the asking person's own, on a site of several people. */
export function checkOwner(grant: Grant, by: { readonly name: string }, policy: GrantPolicy): void {
  if (policy.twoPersons && grant.requester !== by.name) {
    throw refused(grant, 'somebody else asked for it');
  }
}

export interface SearchScope {
  readonly query: PlateQuery;
  readonly fromMs: number;
  readonly toMs: number;
  readonly cameras: 'all' | readonly string[];
}

/** Throws GRANT_INVALID when the search goes beyond the grant, PATTERN_… for what is no pattern. */
export function checkScope(grant: Grant, scope: SearchScope): void {
  checkPlates(grant, scope.query);
  if (scope.fromMs < grant.fromMs || scope.toMs > grant.toMs) {
    throw refused(grant, 'the time span goes beyond it');
  }
  if (grant.cameras !== 'all') {
    const { cameras } = scope;
    if (cameras === 'all' || !cameras.every((camera) => coversCamera(grant, camera))) {
      throw refused(grant, 'it does not cover all these cameras');
    }
  }
}

/** Throws GRANT_INVALID when no plate or pattern of the grant covers the query. */
export function checkPlates(grant: Grant, query: PlateQuery): void {
  if (!grant.plates.some((granted) => coversQuery(granted, query))) {
    throw refused(grant, 'it does not cover this plate or pattern');
  }
}

export function coversCamera(grant: Grant, cameraId: string): boolean {
  return grant.cameras === 'all' || grant.cameras.includes(cameraId);
}

export function coversMoment(grant: Grant, epochMs: number): boolean {
  return grant.fromMs <= epochMs && epochMs < grant.toMs;
}
