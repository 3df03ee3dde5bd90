import { randomUUID } from 'node:crypto';
import type { House } from '../../../cli/house.ts';
import type { SignedGrant } from '../../../keeper/client/grant.ts';

const HOUR_MS = 60 * 60_000;

/**
 * A grant for the plates, 100 at most. One person's site: who measures
 * approves it, and the audit log says so.
 */
export function grantPlates(
  { approver }: House,
  plates: readonly string[],
  scope: { readonly cameraIds: readonly string[]; readonly fromMs: number; readonly toMs: number },
): SignedGrant {
  const nowMs = Date.now();
  return approver!.sign({
    version: 2,
    id: randomUUID(),
    caseId: 'bench',
    caseReference: 'bench',
    reason: 'Measuring how soon a plate is found.',
    purpose: 'quality-control',
    plates: plates.map((pattern) => ({ pattern, wrongCharacters: 0, partial: false })),
    footage: 'none',
    unmask: false,
    cameras: [...scope.cameraIds],
    fromMs: Math.floor(scope.fromMs),
    toMs: Math.ceil(scope.toMs),
    requester: approver!.name,
    approver: approver!.name,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + HOUR_MS,
  });
}
