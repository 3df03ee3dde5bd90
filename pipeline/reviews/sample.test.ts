import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEntry } from './logged-entry.ts';
import { isSampled, withDraw, type DayDraws } from './sample.ts';

const DAY = '2026-05-20';
const search = (sequence: number, draw: number): LoggedEntry => ({
  sequence,
  recordedAtMs: 0,
  detail: { action: 'search', draw },
});
const drawsOf = (entries: readonly LoggedEntry[], share: number) =>
  entries.reduce<DayDraws | undefined>((day, one) => withDraw(DAY, day, one, share), undefined);

describe('the sample', () => {
  it('knows nothing of a day without a search', () => {
    const started = { ...search(0, 0), detail: { action: 'keeper-started', draw: 0 } };
    expect(drawsOf([started], 1)).toBeUndefined();
    expect(isSampled(started, 1)).toBe(false);
  });

  it('holds at least one search of every day that had any, all of them at a share of 1', () => {
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(draw, { minLength: 1 }),
        fc.constantFrom(0, 0.05, 0.5, 1),
        (all, share) => {
          const entries = all.map((one, at) => search(at, one));
          const sampled = entries.filter((entry) => isSampled(entry, share));
          const day = drawsOf(entries, share)!;
          expect(day.sampled).toBe(sampled.length > 0);
          expect(all[day.lowestEntry]).toBe(Math.min(...all));
          if (share === 1) expect(sampled).toHaveLength(all.length);
          if (share === 0) expect(sampled).toHaveLength(0);
        },
      ),
    );
  });
});
