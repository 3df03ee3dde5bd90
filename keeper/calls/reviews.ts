import { WaysideError } from '../../pipeline/errors.ts';
import { openAuditEntry } from '../audit/audit-entry.ts';
import type { CallHandler } from './call-handler.ts';

export const judgeReview: CallHandler<'judgeReview'> = async (keeper, request) => {
  const { audit, auditKeys } = keeper;
  const { by, entry: sequence } = request;
  const [stored] = await audit.read(sequence, 1);
  if (stored?.sequence !== sequence) {
    throw new WaysideError('NOT_FOUND', 'the audit log has no such entry');
  }
  if (by.role !== 'auditor') throw refused(`role ${by.role} does not judge`);
  if (personsOf(openAuditEntry(auditKeys, stored)).has(by.name)) {
    throw refused('whoever asked or approved does not judge it');
  }
  return { sequence: await audit.append({ action: 'review-judged', ...request }) };
};

/** Everybody whose doing the entry is. */
function personsOf(detail: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const { by, grant } = detail as { by?: { name?: string }; grant?: Record<string, unknown> };
  const { requester, approver } = grant ?? {};
  const coApprovers = Array.isArray(detail.coApprovers) ? (detail.coApprovers as unknown[]) : [];
  const names = [by?.name, requester, approver, ...coApprovers];
  return new Set(names.filter((name) => typeof name === 'string'));
}

function refused(why: string): WaysideError {
  return new WaysideError('REVIEW_REFUSED', `this review is not yours to judge: ${why}`);
}
