import type { Day } from './schema.ts';

const MS_PER_DAY = 86_400_000;

/** The UTC date that a time falls on. */
export function dayOf(time: Date): Day {
  return time.toISOString().slice(0, 10);
}

/** Every UTC date that the span touches, first to last; `until` before `from`: an empty list. */
export function daysBetween(from: Date, until: Date): readonly Day[] {
  const days: Day[] = [];
  const last = dayOf(until);
  for (let ms = from.getTime(); dayOf(new Date(ms)) <= last; ms += MS_PER_DAY) {
    days.push(dayOf(new Date(ms)));
  }
  return days;
}
