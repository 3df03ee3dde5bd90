import { randomUUID } from 'node:crypto';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import {
  addCase,
  listCases,
  markCaseClosed,
  requireCase,
  type CaseListing,
} from '../../store/cases/case-files.ts';
import type { CaseFile } from '../../store/schema/cases.ts';
import type { UserActor } from '../auth/actor.ts';
import type { ApiContext } from '../context.ts';
import { CaseReason, caseAnswer, type CaseAnswer, type CaseRequest } from './case-answer.ts';
import { openDocuments, sealDocument } from './case-documents.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>;

/** The case's key begins with it. Throws AUDIT_UNAVAILABLE. */
export async function openCase(
  { db, keeper, nowMs }: Context,
  by: AskedBy,
  { reference, purpose, reason }: CaseRequest,
): Promise<CaseAnswer> {
  const id = randomUUID();
  await keeper.recordEvent({
    by,
    action: 'case-opened',
    particulars: { caseId: id, reference, purpose, reason },
  });
  const sealedReason = await sealDocument(
    keeper,
    CaseReason,
    { by, caseId: id, subjectId: id },
    reason,
  );
  const openedAt = new Date(nowMs());
  const file = { id, reference, purpose, sealedReason, openedBy: by.name, openedAt };
  return caseAnswer(await addCase(db, file), reason);
}

/** Newest first, one more than `limit` where there are more. */
export async function showCases(
  { db, keeper }: Context,
  by: AskedBy,
  listing: CaseListing,
): Promise<readonly CaseAnswer[]> {
  const files = await listCases(db, { ...listing, limit: listing.limit + 1 });
  const reasons = await openDocuments(keeper, by, files.map(reasonOf));
  return files.map((file, at) => caseAnswer(file, reasons[at] as string | null));
}

export async function showCase(
  { db, keeper }: Context,
  by: AskedBy,
  reader: UserActor,
  caseId: string,
): Promise<CaseAnswer> {
  const file = await caseOf(db, reader, caseId);
  const [reason] = await openDocuments(keeper, by, [reasonOf(file)]);
  return caseAnswer(file, reason as string | null);
}

/**
 * Ends the case: its grants are refused from now on, and what it sealed can't be read any more. Throws
 * CASE_CLOSED when it was closed before.
 */
export async function closeCase(
  { db, keeper, nowMs }: Context,
  by: AskedBy,
  closer: UserActor,
  caseId: string,
): Promise<CaseAnswer> {
  const file = await caseOf(db, closer, caseId);
  requireOpen(file);
  await keeper.recordEvent({
    by,
    action: 'case-closed',
    particulars: { caseId, reference: file.reference },
  });
  // The keeper first: a case that is closed in the table only would still search.
  await keeper.closeCase({ by, caseId });
  const closed = await markCaseClosed(db, caseId, {
    closedBy: by.name,
    closedAt: new Date(nowMs()),
  });
  return caseAnswer(closed ?? (await requireCase(db, caseId)), null);
}

/**
 * Analysts see their own cases; that there are others isn't told. Throws NOT_FOUND.
 */
export async function caseOf(
  db: Context['db'],
  reader: Pick<UserActor, 'name' | 'role'>,
  caseId: string,
): Promise<CaseFile> {
  const file = await requireCase(db, caseId);
  if (reader.role === 'analyst' && file.openedBy !== reader.name) {
    throw new WaysideError('NOT_FOUND', 'there is no such case');
  }
  return file;
}

/** Throws CASE_CLOSED. */
export function requireOpen({ id, status }: Pick<CaseFile, 'id' | 'status'>): void {
  if (status === 'closed') {
    throw new WaysideError('CASE_CLOSED', `case ${id} is closed`, { details: { caseId: id } });
  }
}

function reasonOf({ id, sealedReason, status }: CaseFile) {
  const sealed = status === 'closed' ? null : sealedReason;
  return { kind: CaseReason, caseId: id, subjectId: id, sealed };
}
