import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { LoggedEntry } from '../reviews/logged-entry.ts';
import { REVIEW_REASONS, VERDICTS } from '../reviews/review-words.ts';
import { emptyMonth, MonthFigures, WHOLE, type Month } from './month-figures.ts';
import { monthOf, monthOfMoment, monthSettledMs } from './month-time.ts';

/** What an action counts as; where it falls into cells, the field that names the cell. */
const COUNTED: Readonly<Record<string, { readonly figure: string; readonly by?: string }>> = {
  search: { figure: 'searches', by: 'purpose' },
  'tracks-searched': { figure: 'trackSearches' },
  'case-opened': { figure: 'casesOpened' },
  'case-closed': { figure: 'casesClosed' },
  'grant-requested': { figure: 'grantsRequested' },
  'grant-approved': { figure: 'grantsApproved' },
  'grant-refused': { figure: 'grantsRefused' },
  'grant-withdrawn': { figure: 'grantsWithdrawn' },
  'grant-self-approved': { figure: 'grantsSelfApproved' },
  denied: { figure: 'denials', by: 'code' },
  'request-denied': { figure: 'denials', by: 'code' },
  'object-opened': { figure: 'opened', by: 'content' },
  'masked-picture-opened': { figure: 'opened', by: 'content' },
  unmasked: { figure: 'unmaskings' },
  'hold-requested': { figure: 'holdsRequested' },
  'hold-approved': { figure: 'holdsApproved' },
  'hold-refused': { figure: 'holdsRefused' },
  'hold-ended': { figure: 'holdsEnded' },
  'retention-run': { figure: 'retentionRuns' },
  'ratchet-moved': { figure: 'keyMoves' },
};

const Picked = Type.Object({
  entry: Type.Integer(),
  reasons: Type.Array(Type.Enum([...REVIEW_REASONS])),
});
const Judged = Type.Object({ entry: Type.Integer(), verdict: Type.Enum([...VERDICTS]) });
const Moved = Type.Object({
  moves: Type.Array(
    Type.Object({ name: Type.String(), to: Type.Union([Type.String(), Type.Null()]) }),
  ),
});
const Counted = Type.Object({
  occasions: MonthFigures.properties.occasions,
  counts: Type.Record(Type.String(), Type.Integer()),
});

/** The months whose figures an entry may change: that of its time, and those of days it counts. */
export function monthsOf({ recordedAtMs, detail }: LoggedEntry): readonly Month[] {
  const months = new Set([monthOfMoment(recordedAtMs)]);
  if (detail.action === 'site-counted' && Check(Counted, detail)) {
    for (const day of Object.keys(detail.counts)) {
      if (recordedAtMs < monthSettledMs(monthOf(day))) months.add(monthOf(day));
    }
  }
  return [...months];
}

/**
 * Counts an entry in each of its months; a month that isn't there yet is begun. In order of the log; an
 * entry that was counted already changes nothing.
 */
export function countEntry(months: Map<Month, MonthFigures>, entry: LoggedEntry): void {
  for (const month of monthsOf(entry)) {
    const figures = months.get(month) ?? emptyMonth(month);
    months.set(month, figures);
    if (entry.sequence < figures.logSize) continue;
    figures.logSize = entry.sequence + 1;
    if (monthOfMoment(entry.recordedAtMs) === month) countInMonth(figures, entry);
    if (entry.detail.action === 'site-counted') countReads(figures, entry);
  }
}

function countInMonth(figures: MonthFigures, { detail }: LoggedEntry): void {
  const { action } = detail;
  // A worker makes a clip of what it was let open here; that the clip is seen counts by itself.
  if (action === 'object-opened' && detail.forWorker === true) return;
  const counted = Object.hasOwn(COUNTED, action) ? COUNTED[action] : undefined;
  if (counted !== undefined) {
    const { figure, by } = counted;
    const cell = by === undefined ? WHOLE : detail[by];
    add(figures, figure, typeof cell === 'string' ? cell : 'unknown');
  }
  if (action === 'search' && detail.selfApproved === true) add(figures, 'searchesSelfApproved');
  if (action === 'review-opened' && Check(Picked, detail)) {
    figures.reviews[detail.entry] = detail.reasons;
  }
  if (action === 'review-judged' && Check(Judged, detail)) {
    figures.verdicts[detail.entry] = detail.verdict;
  }
  if (action === 'ratchet-moved' && Check(Moved, detail)) {
    for (const { name, to } of detail.moves) figures.oldestDays[name] = to;
  }
  if (action === 'site-counted' && Check(Counted, detail)) figures.occasions = detail.occasions;
}

function countReads(figures: MonthFigures, { detail }: LoggedEntry): void {
  if (!Check(Counted, detail)) return;
  for (const [day, reads] of Object.entries(detail.counts)) {
    if (monthOf(day) === figures.month) (figures.readsOfDays ??= {})[day] = reads;
  }
}

function add({ counts }: MonthFigures, figure: string, cell = WHOLE): void {
  const cells = (counts[figure] ??= {});
  cells[cell] = (cells[cell] ?? 0) + 1;
}
