import { DAY_MS } from '../time/utc-day.ts';
import type { Span } from '../time/span.ts';
import { HOUR_MS, startOf } from './tile-spans.ts';

/** Longest span that is shown in hours: some hundred bars. */
const MOST_HOURS_MS = 4 * DAY_MS;

/** Length of a histogram's bars: an hour up to four days, else a day. */
export function bucketMsOf({ startMs, endMs }: Span): number {
  return endMs - startMs <= MOST_HOURS_MS ? HOUR_MS : DAY_MS;
}

/** Starts of the bars that the span touches, in UTC; the first and last may reach out of it. */
export function bucketStartsOf({ startMs, endMs }: Span, bucketMs: number): number[] {
  const starts: number[] = [];
  for (let ms = startOf(startMs, bucketMs); ms < endMs; ms += bucketMs) starts.push(ms);
  return starts;
}
