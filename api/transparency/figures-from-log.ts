import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { loggedEntry } from '../../pipeline/reviews/logged-entry.ts';
import { countEntry } from '../../pipeline/transparency/count-entry.ts';
import {
  emptyMonth,
  type Month,
  type MonthFigures,
} from '../../pipeline/transparency/month-figures.ts';

const ENTRIES_PER_PAGE = 1_000;

/**
 * A month's figures counted anew from the whole log, whatever the tables say. Each thousand entries
 * read are an entry of the log.
 *
 * @throws WaysideError AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE
 */
export async function figuresFromLog(
  keeper: Pick<KeeperClient, 'readAudit'>,
  by: AskedBy,
  month: Month,
): Promise<MonthFigures> {
  const months = new Map<Month, MonthFigures>();
  for (let next: number | null = 0, end = Infinity; next !== null && next < end;) {
    const page = { by, fromSequence: next, limit: ENTRIES_PER_PAGE, view: 'statistics' } as const;
    const { entries, size, nextSequence } = await keeper.readAudit(page);
    // What this reading itself adds isn't waited for.
    end = Math.min(end, size);
    for (const entry of entries.map(loggedEntry)) {
      if (entry !== null && entry.sequence < end) countEntry(months, entry);
    }
    next = nextSequence;
  }
  return months.get(month) ?? emptyMonth(month);
}
