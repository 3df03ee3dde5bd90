import { DAY_MS, utcDayOf, type UtcDay } from '../time/utc-day.ts';
import type { Month } from './month-figures.ts';

/** How long after a month its reads are still counted, as footage comes in late. */
export const LATE_DAYS = 7;

export function monthOf(day: UtcDay): Month {
  return day.slice(0, 7);
}

export function monthOfMoment(epochMs: number): Month {
  return monthOf(utcDayOf(epochMs));
}

/** The moment at which a month begins. */
export function monthStartMs(month: Month): number {
  return Date.parse(`${month}-01T00:00:00Z`);
}

export function monthAfter(month: Month): Month {
  return monthOfMoment(monthStartMs(month) + 31 * DAY_MS);
}

/** From when on nothing can change the month's figures. */
export function monthSettledMs(month: Month): number {
  return monthStartMs(monthAfter(month)) + LATE_DAYS * DAY_MS;
}
