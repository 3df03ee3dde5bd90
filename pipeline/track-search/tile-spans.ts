import { DAY_MS } from '../time/utc-day.ts';
import type { Span } from '../time/span.ts';

export const HOUR_MS = 3_600_000;

/** Spans cut along UTC days and hours; each moment of them is in exactly one part. */
export interface Tiles {
  /** Starts of whole days. */
  readonly daysMs: readonly number[];
  /** Starts of whole hours that aren't in one of those days. */
  readonly hoursMs: readonly number[];
  /** The rest: parts of an hour. */
  readonly pieces: readonly Span[];
}

/**
 * @param spans in order and apart
 * @param coarsest `hour` where whole days won't do, because what is counted has to be told apart by hours
 */
export function tileSpans(spans: readonly Span[], coarsest: 'day' | 'hour' = 'day'): Tiles {
  const daysMs: number[] = [];
  const hoursMs: number[] = [];
  const pieces: Span[] = [];
  for (const { startMs, endMs } of spans) {
    for (let atMs = startMs; atMs < endMs;) {
      const hourEndMs = nextAfter(atMs, HOUR_MS);
      if (coarsest === 'day' && atMs % DAY_MS === 0 && atMs + DAY_MS <= endMs) {
        daysMs.push(atMs);
        atMs += DAY_MS;
      } else if (atMs % HOUR_MS === 0 && hourEndMs <= endMs) {
        hoursMs.push(atMs);
        atMs = hourEndMs;
      } else {
        pieces.push({ startMs: atMs, endMs: Math.min(hourEndMs, endMs) });
        atMs = hourEndMs;
      }
    }
  }
  return { daysMs, hoursMs, pieces };
}

export function startOf(ms: number, unitMs: number): number {
  return Math.floor(ms / unitMs) * unitMs;
}

function nextAfter(ms: number, unitMs: number): number {
  return startOf(ms, unitMs) + unitMs;
}
