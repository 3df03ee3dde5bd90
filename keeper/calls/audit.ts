import { openAuditEntry, type AuditEvent, type StoredAuditEntry } from '../audit/audit-entry.ts';
import { auditStatistics } from '../audit/audit-statistics.ts';
import { reviewView } from '../audit/review-view.ts';
import type { AuditView } from '../client/audit-events.ts';
import type { CallAnswer } from '../client/protocol.ts';
import { bytesToWire } from '../client/wire-bytes.ts';
import type { AuditKeys } from '../audit/audit-keys.ts';
import type { CallHandler } from './call-handler.ts';

/** An answer ends early when its entries' details come to this. */
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

export const recordEvent: CallHandler<'recordEvent'> = async (keeper, event) => ({
  sequence: await keeper.audit.append(event),
});

/** Entries before the one that says they were read. */
export const readAudit: CallHandler<'readAudit'> = async (keeper, request) => {
  const { audit, auditKeys } = keeper;
  const { fromSequence, limit, view } = request;
  const size = await audit.append({ action: 'audit-read', ...request });
  const stored = await audit.read(fromSequence, Math.max(0, Math.min(size - fromSequence, limit)));
  const entries: CallAnswer<'readAudit'>['entries'] = [];
  let bytes = 0;
  for (const entry of stored) {
    bytes += entry.sealedDetail.length;
    if (entries.length > 0 && bytes > MOST_ANSWER_BYTES) break;
    entries.push(shown(auditKeys, entry, view));
  }
  const next = fromSequence + entries.length;
  return { entries, size, nextSequence: next < size ? next : null };
};

function shown(
  keys: AuditKeys,
  entry: StoredAuditEntry,
  view: AuditView,
): CallAnswer<'readAudit'>['entries'][number] {
  const { sequence, recordedAtMs, leafHash } = entry;
  const place = { sequence, recordedAtMs, leafHash: bytesToWire(leafHash) };
  try {
    const detail = openAuditEntry(keys, entry);
    return { ...place, detail: viewOf(keys, entry, detail, view) };
  } catch {
    // The others can still be read; `audit verify` says what is wrong with this one.
    return { ...place, detail: null };
  }
}

function viewOf(
  keys: AuditKeys,
  entry: StoredAuditEntry,
  detail: AuditEvent,
  view: AuditView,
): Record<string, unknown> {
  if (view === 'full') return { ...detail };
  return view === 'review' ? reviewView(keys, entry, detail) : auditStatistics(detail);
}
