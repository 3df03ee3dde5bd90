import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { union } from '../time/span.ts';
import { DAY_MS } from '../time/utc-day.ts';
import { bucketMsOf, bucketStartsOf } from './histogram-buckets.ts';
import { HOUR_MS, tileSpans } from './tile-spans.ts';

const spans = fc
  .array(
    fc.tuple(fc.nat(9 * 24 * 4), fc.nat(4 * 24 * 4), fc.nat(3)).map(([start, length, odd]) => ({
      startMs: (start * HOUR_MS) / 4 + odd,
      endMs: ((start + length) * HOUR_MS) / 4,
    })),
    { maxLength: 4 },
  )
  .map(union);

describe('tileSpans', () => {
  it('has nothing of nothing', () => {
    expect(tileSpans([])).toEqual({ daysMs: [], hoursMs: [], pieces: [] });
  });

  it('takes days where they are whole, then hours, then the rest', () => {
    const span = { startMs: DAY_MS - 90 * 60_000, endMs: 3 * DAY_MS + HOUR_MS + 7 };
    expect(tileSpans([span])).toEqual({
      daysMs: [DAY_MS, 2 * DAY_MS],
      hoursMs: [DAY_MS - HOUR_MS, 3 * DAY_MS],
      pieces: [
        { startMs: DAY_MS - 90 * 60_000, endMs: DAY_MS - HOUR_MS },
        { startMs: 3 * DAY_MS + HOUR_MS, endMs: 3 * DAY_MS + HOUR_MS + 7 },
      ],
    });
    expect(tileSpans([span], 'hour').hoursMs).toHaveLength(50);
  });

  it('gives back the spans when put together, and nothing twice', () => {
    fc.assert(
      fc.property(spans, fc.constantFrom('day', 'hour'), (given, coarsest) => {
        const { daysMs, hoursMs, pieces } = tileSpans(given, coarsest);
        const parts = [
          ...daysMs.map((startMs) => ({ startMs, endMs: startMs + DAY_MS })),
          ...hoursMs.map((startMs) => ({ startMs, endMs: startMs + HOUR_MS })),
          ...pieces,
        ];
        expect(union(parts)).toEqual(given);
        const length = (list: typeof parts) =>
          list.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
        expect(length(parts)).toBe(length(given));
        for (const { startMs, endMs } of pieces) {
          expect(Math.floor(startMs / HOUR_MS)).toBe(Math.floor((endMs - 1) / HOUR_MS));
          expect(endMs - startMs).toBeLessThan(HOUR_MS);
        }
      }),
    );
  });
});

describe('a histogram’s bars', () => {
  it('are hours, or days where hours would be too many', () => {
    expect(bucketMsOf({ startMs: 0, endMs: 4 * DAY_MS })).toBe(HOUR_MS);
    expect(bucketMsOf({ startMs: 0, endMs: 4 * DAY_MS + 1 })).toBe(DAY_MS);
  });
  it('reach over both ends of the span', () => {
    expect(bucketStartsOf({ startMs: 0, endMs: 0 }, HOUR_MS)).toEqual([]);
    expect(bucketStartsOf({ startMs: HOUR_MS - 1, endMs: 2 * HOUR_MS + 1 }, HOUR_MS)).toEqual([
      0,
      HOUR_MS,
      2 * HOUR_MS,
    ]);
  });
});
