import { WaysideError } from '../pipeline/errors.ts';
import type { Grant } from './client/grant.ts';

/** Rows that one grant may have opened for patterns that the index can't help with. */
export const SCAN_ROW_LIMIT = 50_000;

/**
 * Counts the rows that scans open, so that a pattern without known ends can't be used to read the
 * index through. Kept in memory: a new start of the keeper begins anew, but each start is in the log.
 */
export interface ScanBudget {
  /** Throws PATTERN_TOO_WIDE when the grant has no such number of rows left. */
  take(grant: Grant, rows: number, nowMs: number): void;
}

export function scanBudget(limit: number = SCAN_ROW_LIMIT): ScanBudget {
  const usedBy = new Map<string, { used: number; expiresAtMs: number }>();
  return {
    take(grant, rows, nowMs) {
      for (const [id, { expiresAtMs }] of usedBy) if (expiresAtMs <= nowMs) usedBy.delete(id);
      const used = (usedBy.get(grant.id)?.used ?? 0) + rows;
      if (used > limit) {
        throw new WaysideError(
          'PATTERN_TOO_WIDE',
          `the pattern has no known end, and grant ${grant.id} opened its ${limit} rows`,
          { details: { grantId: grant.id, limit } },
        );
      }
      usedBy.set(grant.id, { used, expiresAtMs: grant.expiresAtMs });
    },
  };
}
