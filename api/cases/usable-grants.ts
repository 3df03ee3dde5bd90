import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { requireGrant } from '../../store/cases/case-grants.ts';
import type { Schema } from '../../store/schema.ts';
import type { ApiContext } from '../context.ts';
import { openDocuments } from './case-documents.ts';
import { GrantDocument } from './grant-answer.ts';

interface Kept {
  readonly caseId: string;
  readonly requester: string;
  readonly signed: SignedGrant;
}

const MOST_KEPT = 1_000;
/** Opened grants by id, newest use last. In memory only; the keeper says whether one is still valid. */
const keptOf = new WeakMap<Kysely<Schema>, Map<string, Kept>>();

/**
 * The signed grant with which its requester searches in the case; opened once a process, so that a search
 * costs no look-up. Throws NOT_FOUND for one of another case or person, GRANT_INVALID while nobody
 * signed it, CASE_CLOSED.
 */
export async function usableGrant(
  { db, keeper, nowMs }: Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>,
  by: AskedBy,
  caseId: string,
  grantId: string,
): Promise<SignedGrant> {
  const kept = keptFor(db);
  const known = kept.get(grantId) ?? (await open({ db, keeper }, by, caseId, grantId));
  if (known.caseId !== caseId || known.requester !== by.name) throw missing();
  kept.delete(grantId);
  // One that has expired is refused by the keeper; it need not be kept for that.
  if (known.signed.grant.expiresAtMs > nowMs()) kept.set(grantId, known);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return known.signed;
}

async function open(
  { db, keeper }: Pick<ApiContext, 'db' | 'keeper'>,
  by: AskedBy,
  caseId: string,
  grantId: string,
): Promise<Kept> {
  const grant = await requireGrant(db, grantId);
  if (grant.caseId !== caseId || grant.requester !== by.name) throw missing();
  if (grant.status !== 'approved') {
    throw new WaysideError('GRANT_INVALID', `grant ${grantId} is ${grant.status}`, {
      details: { grantId, status: grant.status },
    });
  }
  const [signed] = await openDocuments(keeper, by, [
    { kind: GrantDocument, caseId, subjectId: grantId, sealed: grant.sealedGrant },
  ]);
  if (signed === null) throw new WaysideError('CASE_CLOSED', `case ${caseId} is closed`);
  return { caseId, requester: grant.requester, signed: signed as SignedGrant };
}

function keptFor(db: Kysely<Schema>): Map<string, Kept> {
  let kept = keptOf.get(db);
  if (kept === undefined) keptOf.set(db, (kept = new Map<string, Kept>()));
  return kept;
}

function missing(): WaysideError {
  return new WaysideError('NOT_FOUND', 'there is no such grant in this case');
}
