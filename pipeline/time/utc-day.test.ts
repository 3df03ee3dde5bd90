import { describe, expect, it } from 'vitest';
import { dayNumberOf, daysBetween, utcDayOf } from './utc-day.ts';

const at = (iso: string) => Date.parse(iso);

describe('UTC days', () => {
  it('are those of Greenwich, whatever the offset', () => {
    expect(utcDayOf(at('2026-05-01T00:30:00+02:00'))).toBe('2026-04-30');
  });

  it.each(['', '2026-02-30', '2026-13-01', '2026-5-1', 'today'])('%j is no day', (day) => {
    expect(dayNumberOf(day)).toBeNaN();
  });

  it.each([
    ['2026-05-01T10:00Z', '2026-05-01T10:00Z', []],
    ['2026-05-01T10:00Z', '2026-04-01T10:00Z', []],
    ['2026-05-01T10:00Z', '2026-05-02T00:00Z', ['2026-05-01']],
    ['2026-02-28T23:59Z', '2026-03-01T00:01Z', ['2026-02-28', '2026-03-01']],
  ])('from %s to %s: %j', (from, to, days) => {
    expect(daysBetween(at(from), at(to))).toEqual(days);
  });
});
