import type { UtcDay } from '../time/utc-day.ts';
import type { LoggedEntry } from './logged-entry.ts';

/** How the lots of one UTC day's searches have fallen so far. */
export interface DayDraws {
  readonly day: UtcDay;
  /** Whether one of them is in the sample. */
  readonly sampled: boolean;
  /** The search with the lowest draw: it is reviewed when no other of the day is. */
  readonly lowestEntry: number;
  readonly lowestRecordedAtMs: number;
  readonly lowestDraw: number;
}

/** A search is in the sample when its draw is below the share. */
export function isSampled({ detail }: LoggedEntry, sampleShare: number): boolean {
  return detail.action === 'search' && detail.draw !== undefined && detail.draw < sampleShare;
}

/** The day with one search more; entries that draw no lot leave it as it is. */
export function withDraw(
  day: UtcDay,
  draws: DayDraws | undefined,
  entry: LoggedEntry,
  sampleShare: number,
): DayDraws | undefined {
  const { draw, action } = entry.detail;
  if (action !== 'search' || draw === undefined) return draws;
  const sampled = draws?.sampled === true || isSampled(entry, sampleShare);
  if (draws !== undefined && draws.lowestDraw <= draw) return { ...draws, sampled };
  const { sequence, recordedAtMs } = entry;
  return {
    day,
    sampled,
    lowestEntry: sequence,
    lowestRecordedAtMs: recordedAtMs,
    lowestDraw: draw,
  };
}
