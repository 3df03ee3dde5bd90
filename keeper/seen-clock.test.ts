import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import { believeClock, lookAtClock, SETTLE_MS, type SeenClock } from './seen-clock.ts';

const DAY = 20_000;
const at = (day: number) => day * DAY_MS + 1000;
const steady: SeenClock = { seenDay: DAY, leap: null };
const seen = (...times: readonly number[]) => times.reduce(lookAtClock, steady);

describe('lookAtClock', () => {
  it.each([
    ['the same day', [at(DAY)], steady],
    ['the next day', [at(DAY + 1)], { seenDay: DAY + 1, leap: null }],
    ['a long weekend', [at(DAY + 2)], { seenDay: DAY + 2, leap: null }],
    ['a clock set back', [at(DAY - 300)], steady],
    [
      'a leap, held back',
      [at(DAY + 30)],
      { seenDay: DAY, leap: { toDay: DAY + 30, sinceMs: at(DAY + 30) } },
    ],
    ['a leap that is taken back', [at(DAY + 30), at(DAY + 1)], { seenDay: DAY + 1, leap: null }],
    [
      'a leap that holds for a day',
      [at(DAY + 30), at(DAY + 30) + SETTLE_MS],
      { seenDay: DAY + 31, leap: null },
    ],
    [
      'a second leap: only the first is believed',
      [at(DAY + 30), at(DAY + 3000)],
      { seenDay: DAY + 30, leap: { toDay: DAY + 3000, sinceMs: at(DAY + 3000) } },
    ],
  ])('%s', (_name, times, expected) => {
    expect(seen(...times)).toEqual(expected);
  });

  it('never goes back, and never past the clock', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: DAY - 50, max: DAY + 50 })), (days) => {
        let clock = steady;
        let latest = DAY;
        for (const day of days) {
          const next = lookAtClock(clock, at(day));
          latest = Math.max(latest, day);
          expect(next.seenDay).toBeGreaterThanOrEqual(clock.seenDay);
          expect(next.seenDay).toBeLessThanOrEqual(latest);
          clock = next;
        }
      }),
    );
  });

  it('believes at once what an operator says is right', () => {
    const leapt = seen(at(DAY + 30));
    expect(believeClock(leapt, at(DAY + 30))).toEqual({ seenDay: DAY + 30, leap: null });
  });
});
