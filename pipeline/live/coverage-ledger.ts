import { SEGMENT_JITTER_MS } from '../time/segment-jitter.ts';
import { DAY_MS } from '../time/utc-day.ts';
import type { Span } from '../time/span.ts';
import type { StreamGapCause } from './gap-causes.ts';

/** A span without video; it begins and ends on one UTC day. */
export interface StreamGap extends Span {
  readonly cause: StreamGapCause;
}

/** How far it is known what became of a camera's time. */
export interface CoverageLedger {
  /** End of the last video or gap; null: nothing is known of this camera before now. */
  readonly knownUntilMs: number | null;
  /** A gap that goes on; it begins at `knownUntilMs`. */
  readonly open: StreamGap | null;
}

/** The ledger after something happened, and the gaps that are over by that, in order. */
export interface LedgerStep {
  readonly ledger: CoverageLedger;
  /** One that is empty was told as open before, and turned out to have been none. */
  readonly closed: readonly StreamGap[];
}

export const EMPTY_LEDGER: CoverageLedger = { knownUntilMs: null, open: null };

/** There is no video, up to now, for this cause. When the cause changes, one gap ends and another begins. */
export function stillMissing(
  ledger: CoverageLedger,
  cause: StreamGapCause,
  nowMs: number,
): LedgerStep {
  const open = ledger.open ?? emptyGap(ledger.knownUntilMs ?? nowMs, cause);
  const moved = moveOn(open, nowMs);
  if (open.cause === cause) return { ledger: ledgerOf(moved.open), closed: moved.over };
  const next = emptyGap(moved.open.endMs, cause);
  return { ledger: ledgerOf(next), closed: [...moved.over, moved.open] };
}

/**
 * There is video of this span. It ends a gap where it begins, even if the gap was told to be longer. Time
 * since the last video of which nothing was told is one in which the camera sent nothing.
 */
export function covered(ledger: CoverageLedger, { startMs, endMs }: Span): LedgerStep {
  const { knownUntilMs, open } = ledger;
  const closed: StreamGap[] = [];
  if (open !== null) {
    const moved = moveOn({ ...open, endMs: open.startMs }, startMs);
    closed.push(...moved.over, moved.open);
  } else if (knownUntilMs !== null && startMs - knownUntilMs > SEGMENT_JITTER_MS) {
    const moved = moveOn(emptyGap(knownUntilMs, 'CAMERA_STALLED'), startMs);
    closed.push(...moved.over, moved.open);
  }
  const ledgerAfter = { knownUntilMs: Math.max(knownUntilMs ?? endMs, endMs), open: null };
  return { ledger: ledgerAfter, closed };
}

/** Nobody means to record the camera any more: an open gap ends here. */
export function noLongerWanted(ledger: CoverageLedger, nowMs: number): LedgerStep {
  if (ledger.open === null) return { ledger, closed: [] };
  const { over, open } = moveOn(ledger.open, nowMs);
  return { ledger: { knownUntilMs: open.endMs, open: null }, closed: [...over, open] };
}

const emptyGap = (atMs: number, cause: StreamGapCause): StreamGap => ({
  startMs: atMs,
  endMs: atMs,
  cause,
});

const ledgerOf = (open: StreamGap): CoverageLedger => ({ knownUntilMs: open.startMs, open });

/** Lets the gap end at the given time, if that is later, in parts of one UTC day each. */
function moveOn(
  gap: StreamGap,
  toMs: number,
): { readonly over: readonly StreamGap[]; readonly open: StreamGap } {
  const over: StreamGap[] = [];
  let open = gap;
  for (;;) {
    const midnightMs = (Math.floor(open.startMs / DAY_MS) + 1) * DAY_MS;
    if (toMs <= midnightMs) break;
    over.push({ ...open, endMs: midnightMs });
    open = emptyGap(midnightMs, gap.cause);
  }
  return { over, open: { ...open, endMs: Math.max(open.endMs, toMs) } };
}
