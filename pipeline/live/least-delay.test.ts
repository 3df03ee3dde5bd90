import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeastDelay } from './least-delay.ts';

describe('the least delay', () => {
  it('is unknown before anything came', () => {
    expect(new LeastDelay().offsetMs).toBeNull();
  });

  it('is the least there was', () => {
    const delay = new LeastDelay();
    for (const [atMs, offsetMs] of [
      [0, 80],
      [40, 50],
      [90, 120],
      [9_000, 70],
    ] as const) {
      delay.add(atMs, offsetMs);
    }
    expect(delay.offsetMs).toBe(50);
  });

  it('forgets after half a minute, so that it follows a clock that is slow', () => {
    const delay = new LeastDelay();
    delay.add(0, 50);
    delay.add(29_000, 80);
    expect(delay.offsetMs).toBe(50);
    delay.add(31_000, 90);
    expect(delay.offsetMs).toBe(80);
  });

  it('is the least of the last half minute, give or take two seconds', () => {
    const seen = fc.array(
      fc.record({ afterMs: fc.nat(5_000), offsetMs: fc.integer({ min: -500, max: 500 }) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(seen, (list) => {
        const delay = new LeastDelay();
        let atMs = 0;
        const all = list.map(({ afterMs, offsetMs }) => {
          atMs += afterMs;
          delay.add(atMs, offsetMs);
          return { atMs, offsetMs };
        });
        const leastSince = (ms: number): number =>
          Math.min(...all.filter((one) => one.atMs > atMs - ms).map(({ offsetMs }) => offsetMs));
        expect(delay.offsetMs).toBeGreaterThanOrEqual(leastSince(32_000));
        expect(delay.offsetMs).toBeLessThanOrEqual(leastSince(28_000));
      }),
    );
  });
});
