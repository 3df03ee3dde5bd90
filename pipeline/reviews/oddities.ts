import { DAY_MS } from '../time/utc-day.ts';
import type { LoggedEntry } from './logged-entry.ts';
import type { ReviewSettings } from './review-settings.ts';
import type { ReviewReason } from './review-words.ts';
import { isOutOfHours } from './site-hours.ts';

export const TRACE_KINDS = ['search', 'denial', 'self-grant', 'unmasking'] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** What is remembered of an entry, to compare later ones with. */
export interface Trace {
  readonly sequence: number;
  readonly recordedAtMs: number;
  readonly kind: TraceKind;
  /** Marks; null where the entry has none. */
  readonly person: string | null;
  readonly plate: string | null;
  readonly case: string | null;
  readonly grant: string | null;
}

export interface Oddity {
  /** In the order of REVIEW_REASONS; empty: nothing odd. */
  readonly reasons: readonly ReviewReason[];
  /** Earlier entries that make it odd, newest last. */
  readonly related: readonly number[];
}

const MOST_RELATED = 20;
const KINDS: Readonly<Record<string, TraceKind>> = {
  search: 'search',
  denied: 'denial',
  'request-denied': 'denial',
  'grant-self-approved': 'self-grant',
  unmasked: 'unmasking',
};

/** Null for an entry that later ones aren't compared with. */
export function traceOf({ sequence, recordedAtMs, detail }: LoggedEntry): Trace | null {
  const kind = KINDS[detail.action];
  if (kind === undefined) return null;
  const { person = null, plate = null, case: ofCase = null, grant = null } = detail.marks ?? {};
  return { sequence, recordedAtMs, kind, person, plate, case: ofCase, grant };
}

/**
 * What is odd about an entry, the drawing of lots aside.
 * @param earlier traces of entries before it; those of other plates, persons and grants, or from
 *   before `compareDays`, make no difference
 */
export function oddityOf(
  entry: LoggedEntry,
  earlier: readonly Trace[],
  settings: ReviewSettings,
): Oddity {
  const { detail, recordedAtMs } = entry;
  const trace = traceOf(entry);
  const found = new Map<ReviewReason, readonly number[]>();
  const sinceMs = recordedAtMs - settings.compareDays * DAY_MS;
  const before = earlier.filter((one) => one.recordedAtMs > sinceMs);
  const searches = before.filter(({ kind }) => kind === 'search');

  if (trace?.kind === 'search' && trace.plate !== null) {
    const ofPlate = searches.filter(({ plate }) => plate === trace.plate);
    const otherCases = ofPlate.filter((one) => one.case !== trace.case);
    // Once a case, when it joins the others.
    if (otherCases.length > 0 && ofPlate.length === otherCases.length) {
      found.set('plate-in-several-cases', sequencesOf(otherCases));
    }
    const own = ofPlate.filter(({ person }) => person !== null && person === trace.person);
    if ((own.length + 1) % settings.searchesOfPlate === 0) {
      found.set('plate-asked-often', sequencesOf(own));
    }
  }
  if (detail.action === 'search' || detail.action === 'unmasked') {
    if (settings.hours !== null && isOutOfHours(settings.hours, recordedAtMs)) {
      found.set('out-of-hours', []);
    }
  }
  if (trace?.kind === 'denial' && trace.person !== null && detail.role !== 'nobody') {
    const denials = earlier.filter(
      (one) =>
        one.kind === 'denial' &&
        one.person === trace.person &&
        one.recordedAtMs > recordedAtMs - DAY_MS,
    );
    if ((denials.length + 1) % settings.denialsADay === 0) {
      found.set('many-denials', sequencesOf(denials));
    }
  }
  if (isNewlySelfApproved(entry, before)) found.set('self-approved', []);
  if (isWide(detail.pattern, settings.certainCharacters) && detail.action === 'search') {
    found.set('wide-pattern', []);
  }
  if (detail.action === 'unmasked' && !isOfGrant(before, entry, ['unmasking'])) {
    found.set('unmasking', []);
  }

  const related = [...new Set([...found.values()].flat())].sort((a, b) => a - b);
  return { reasons: [...found.keys()], related: related.slice(-MOST_RELATED) };
}

/** Where a grant was approved by its requester: at the approval, or else at its first search. */
function isNewlySelfApproved(entry: LoggedEntry, before: readonly Trace[]): boolean {
  const { detail } = entry;
  if (detail.action === 'grant-self-approved') return true;
  if (detail.action !== 'search' || detail.selfApproved !== true) return false;
  return !isOfGrant(before, entry, ['search', 'self-grant']);
}

/** Whether there was one of these under the entry's grant before. */
function isOfGrant(
  before: readonly Trace[],
  { detail }: LoggedEntry,
  kinds: readonly TraceKind[],
): boolean {
  const grant = detail.marks?.grant;
  return (
    grant !== undefined && before.some((one) => kinds.includes(one.kind) && one.grant === grant)
  );
}

function isWide(pattern: LoggedEntry['detail']['pattern'], certainCharacters: number): boolean {
  if (pattern === undefined) return false;
  const { known, whole, wrongCharacters } = pattern;
  return (!whole || wrongCharacters > 0) && known - wrongCharacters < certainCharacters;
}

function sequencesOf(traces: readonly Trace[]): readonly number[] {
  return traces.map(({ sequence }) => sequence);
}
