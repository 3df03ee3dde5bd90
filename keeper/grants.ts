import { verify } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';
import { coversQuery } from '../pipeline/search/query-cover.ts';
import type { PlateQuery } from '../pipeline/search/sealed-read.ts';
import type { RegisteredApprover } from './approvers.ts';
import type { Grant, SignedGrant } from './client/grant.ts';
import { grantBytes } from './client/sign-grant.ts';

export interface GrantPolicy {
  readonly approvers: readonly RegisteredApprover[];
  /** Whether the requester may approve their own grant: single-person sites only. */
  readonly selfApproval: boolean;
  readonly maxGrantMs: number;
}

/** A grant whose signature, approver and time are right. */
export interface CheckedGrant {
  readonly grant: Grant;
  readonly selfApproved: boolean;
}

/** How far the approver's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

/** Throws GRANT_INVALID, saying why. */
export function checkGrant(signed: SignedGrant, policy: GrantPolicy, nowMs: number): CheckedGrant {
  const { grant, signature } = signed;
  const approver = policy.approvers.find(({ name }) => name === grant.approver);
  if (approver === undefined) throw refused(grant, 'its approver is not registered');
  const signatureBytes = Buffer.from(signature, 'base64');
  if (!verify(null, grantBytes(grant), approver.publicKey, signatureBytes)) {
    throw refused(grant, 'its signature is not of its approver');
  }
  if (grant.issuedAtMs > nowMs + CLOCK_SKEW_MS) throw refused(grant, 'it is not valid yet');
  if (grant.expiresAtMs <= nowMs) throw refused(grant, 'it has expired');
  if (grant.expiresAtMs - grant.issuedAtMs > policy.maxGrantMs) {
    const hours = policy.maxGrantMs / 3_600_000;
    throw refused(grant, `it is valid for more than ${hours} hours`);
  }
  if (grant.fromMs >= grant.toMs) throw refused(grant, 'its time span is empty');
  const selfApproved = grant.requester === grant.approver;
  if (selfApproved && !policy.selfApproval) {
    throw refused(grant, 'its requester approved it');
  }
  return { grant, selfApproved };
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

export function refused(grant: Grant, why: string): WaysideError {
  return new WaysideError('GRANT_INVALID', `grant ${grant.id} does not allow this: ${why}`, {
    details: { grantId: grant.id },
  });
}
