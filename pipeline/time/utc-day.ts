/** A UTC date, `YYYY-MM-DD`. */
export type UtcDay = string;

export const DAY_MS = 86_400_000;

/** The UTC date of a moment given in milliseconds since the Unix epoch. */
export function utcDayOf(epochMs: number): UtcDay {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Days are few and asked for again with every search: what was worked out is remembered. */
const MOST_REMEMBERED = 10_000;
const numbers = new Map<UtcDay, number>();
const days = new Map<number, UtcDay>();

function remember<K, V>(known: Map<K, V>, key: K, value: V): V {
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, value);
  return value;
}

/** Whole days from 1970-01-01 to the day; NaN when the text isn't a date. */
export function dayNumberOf(day: UtcDay): number {
  return numbers.get(day) ?? remember(numbers, day, parseDay(day));
}

function parseDay(day: UtcDay): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return NaN;
  const epochMs = Date.parse(`${day}T00:00:00Z`);
  // Date.parse accepts 2026-02-30 on some engines and moves it; a date must print as it was written.
  return Number.isNaN(epochMs) || utcDayOf(epochMs) !== day ? NaN : epochMs / DAY_MS;
}

/** The day that is `dayNumber` days after 1970-01-01. */
export function dayOfNumber(dayNumber: number): UtcDay {
  return days.get(dayNumber) ?? remember(days, dayNumber, utcDayOf(dayNumber * DAY_MS));
}

/** Every UTC day that `[fromMs, toMs)` touches, in order; empty when the span is. */
export function daysBetween(fromMs: number, toMs: number): UtcDay[] {
  const touched: UtcDay[] = [];
  if (toMs <= fromMs) return touched;
  const last = Math.floor((toMs - 1) / DAY_MS);
  for (let day = Math.floor(fromMs / DAY_MS); day <= last; day++) touched.push(dayOfNumber(day));
  return touched;
}
