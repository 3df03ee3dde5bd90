/** When people of the site are expected to search. */
export interface SiteHours {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** `HH:MM`, local. A day ends before `to`; with `from` after `to`, hours go past midnight. */
  readonly from: string;
  readonly to: string;
  readonly days: readonly Weekday[];
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Whether the moment is outside the hours. Throws RangeError for an unknown time zone. */
export function isOutOfHours({ timeZone, from, to, days }: SiteHours, epochMs: number): boolean {
  const { weekday, time } = localTime(timeZone, epochMs);
  if (from < to) return !days.includes(weekday) || time < from || time >= to;
  if (time >= from) return !days.includes(weekday);
  // After midnight it is still the night of the day before.
  return time >= to || !days.includes(dayBefore(weekday));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(timeZone: string, epochMs: number) {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(epochMs).map(({ type, value }) => [type, value]),
  );
  return {
    weekday: parts.weekday!.toLowerCase() as Weekday,
    time: `${parts.hour!}:${parts.minute!}`,
  };
}

function dayBefore(weekday: Weekday): Weekday {
  return WEEKDAYS.at(WEEKDAYS.indexOf(weekday) - 1)!;
}
