import type { Grant } from '../client/grant.ts';

export const NOW_MS = Date.UTC(2026, 4, 20, 12);
const HOUR_MS = 3_600_000;

/** A grant for plate AB 8123 on camera north, 10 to 20 May 2026, valid now. */
export function someGrant(change: Partial<Grant> = {}): Grant {
  return {
    version: 2,
    id: 'grant-1',
    caseId: 'case-1',
    caseReference: 'reference-1',
    reason: 'a test of grants',
    purpose: 'quality-control',
    plates: [{ pattern: 'AB 8123', wrongCharacters: 1, partial: false }],
    footage: 'sightings',
    unmask: false,
    cameras: ['north'],
    fromMs: Date.UTC(2026, 4, 10),
    toMs: Date.UTC(2026, 4, 21),
    requester: 'Rosa',
    approver: 'Ada',
    issuedAtMs: NOW_MS - HOUR_MS,
    expiresAtMs: NOW_MS + HOUR_MS,
    ...change,
  };
}
