import type { Generated, Selectable } from 'kysely';

export const CASE_STATUSES = ['open', 'closed'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const GRANT_STATUSES = [
  'requested',
  /** One approver signed; the data is so old that a second one has to. */
  'half-approved',
  'approved',
  'refused',
  'withdrawn',
] as const;
export type GrantStatus = (typeof GRANT_STATUSES)[number];

export interface CasesTables {
  caseFile: CaseFileTable;
  caseGrant: CaseGrantTable;
  searchUsage: SearchUsageTable;
}

/** Why someone may search. What is sealed, the keeper opens while the case is open. */
export interface CaseFileTable {
  id: string;
  /** As it is called outside of Wayside. */
  reference: string;
  purpose: string;
  /** The reason in words: people write plates into it. */
  sealedReason: Uint8Array;
  status: CaseStatus;
  openedBy: string;
  openedAt: Date;
  closedBy: string | null;
  closedAt: Date | null;
}

/** What was asked for in a case, and what came of it. */
export interface CaseGrantTable {
  id: string;
  caseId: string;
  status: GrantStatus;
  requester: string;
  requestedAt: Date;
  /** Sealed: what is asked for. */
  sealedRequest: Uint8Array;
  /** Sealed: the signed grant; null before an approver signed. */
  sealedGrant: Uint8Array | null;
  /** Sealed: why it was refused. */
  sealedRefusal: Uint8Array | null;
  /** Who signed, or refused; of a grant of one's own, the site. */
  approver: string | null;
  secondApprover: string | null;
  decidedAt: Date | null;
  /** From then on the grant isn't valid; null before it was signed. */
  expiresAt: Date | null;
  selfApproved: boolean;
}

/** What a person searched within one hour, so that a restart doesn't forget their day. */
export interface SearchUsageTable {
  holder: string;
  /** Its start. */
  hour: Date;
  searches: Generated<number>;
  results: Generated<number>;
}

export type CaseFile = Selectable<CaseFileTable>;
export type CaseGrant = Selectable<CaseGrantTable>;
