import { DAY_MS } from '../pipeline/time/utc-day.ts';

/**
 * How far the keeper believes its clock. Keys are destroyed up to the day it has seen go by, so a clock
 * that leaps ahead by mistake must not destroy a month of them:
 *
 * - Up to `MOST_DAYS_AHEAD` days past the last seen day are believed at once.
 * - A longer leap is held back: what has expired by the clock is refused, but its keys stay until the
 *   leap was seen to hold for `SETTLE_MS`, or an operator says that the clock is right. A clock that
 *   comes back meanwhile has destroyed nothing.
 * - A clock set back changes nothing: the last seen day stays.
 */
export interface SeenClock {
  /** The last day believed, in days since 1970-01-01. */
  readonly seenDay: number;
  /** A leap past it that is held back: the day it went to and when it was first seen. */
  readonly leap: { readonly toDay: number; readonly sinceMs: number } | null;
}

export const MOST_DAYS_AHEAD = 2;
/** Longer than a wrong time usually lasts before time synchronisation or a person sets it right. */
export const SETTLE_MS = DAY_MS;

/** The record after a look at the clock; the same object when nothing changed. */
export function lookAtClock(before: SeenClock, nowMs: number): SeenClock {
  const today = Math.floor(nowMs / DAY_MS);
  const { seenDay, leap } = before;
  if (today <= seenDay + MOST_DAYS_AHEAD) {
    if (leap === null && today <= seenDay) return before;
    return { seenDay: Math.max(seenDay, today), leap: null };
  }
  if (leap === null || nowMs < leap.sinceMs) {
    return { seenDay, leap: { toDay: today, sinceMs: nowMs } };
  }
  if (nowMs - leap.sinceMs < SETTLE_MS) return before;
  // Only the day that was seen then: since, the clock may have leapt again.
  return lookAtClock({ seenDay: leap.toDay, leap: null }, nowMs);
}

/** An operator says that the clock is right. */
export function believeClock(before: SeenClock, nowMs: number): SeenClock {
  return { seenDay: Math.max(before.seenDay, Math.floor(nowMs / DAY_MS)), leap: null };
}
