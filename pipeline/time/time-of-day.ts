import { Type, type Static } from 'typebox';
import { WaysideError } from '../errors.ts';
import { intersection, union, type Span } from './span.ts';
import { DAY_MS } from './utc-day.ts';

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

/** A part of each day as the clock on the wall shows it; over midnight where `to` isn't after `from`. */
export const TimeOfDay = Type.Object(
  {
    from: Clock,
    to: Clock,
    /** IANA name, such as Europe/Vienna. */
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
  },
  { additionalProperties: false },
);
export type TimeOfDay = Static<typeof TimeOfDay>;

/**
 * The parts of the span in which the clock shows a time in `[from, to)`: in order and apart. Where the
 * clock is put forward over a border, the border falls to the moment of the change; where it is put back,
 * to the first time it shows the border.
 * @throws WaysideError TIME_INVALID for a time zone that isn't known
 */
export function windowsOf(span: Span, { from, to, timeZone }: TimeOfDay): Span[] {
  const clock = wallClock(timeZone);
  const fromMs = clockMs(from);
  const toMs = clockMs(to) <= fromMs ? clockMs(to) + DAY_MS : clockMs(to);
  const windows: Span[] = [];
  // A local date may begin a day before the UTC date of the same name, and last past midnight.
  const firstDate = Math.floor(span.startMs / DAY_MS) - 2;
  const lastDate = Math.floor(span.endMs / DAY_MS) + 1;
  for (let date = firstDate; date <= lastDate; date++) {
    const startMs = clock.momentOf(date * DAY_MS + fromMs);
    const endMs = clock.momentOf(date * DAY_MS + toMs);
    if (startMs < endMs) windows.push({ startMs, endMs });
  }
  return intersection(union(windows), union([span]));
}

function clockMs(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

interface WallClock {
  /** The moment at which the clock shows this, both in milliseconds, the latter as if it were UTC. */
  momentOf(shownMs: number): number;
}

function wallClock(timeZone: string): WallClock {
  const format = formatOf(timeZone);
  const shownAt = (momentMs: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(momentMs).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  return {
    momentOf(shownMs) {
      // Around a change there are two offsets; whole seconds, so the clock's rounding doesn't matter.
      const offsets = [-DAY_MS, DAY_MS].map((away) => shownAt(shownMs + away) - (shownMs + away));
      const candidates = offsets.map((offset) => shownMs - offset).sort((a, b) => a - b);
      const shown = candidates.find((momentMs) => shownAt(momentMs) === shownMs);
      if (shown !== undefined) return shown;
      // The clock never shows it: it was put forward between the two.
      let [beforeMs, afterMs] = [candidates[0]!, candidates.at(-1)!];
      while (afterMs - beforeMs > 1000) {
        const middleMs = Math.floor((beforeMs + afterMs) / 2000) * 1000;
        if (shownAt(middleMs) < shownMs) beforeMs = middleMs;
        else afterMs = middleMs;
      }
      return afterMs;
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new WaysideError('TIME_INVALID', 'timeOfDay.timeZone is no time zone that is known', {
      cause,
    });
  }
}
