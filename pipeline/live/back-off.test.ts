import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

it.each([
  [0, 0, 500],
  [1, 0, 500],
  [1, 1, 1000],
  [2, 1, 2000],
  [5, 1, 16_000],
  [6, 1, 30_000],
  [1_000_000, 0, 15_000],
])('after %d failures, chance %d: %d ms', (failures, random01, expected) => {
  expect(backOffMs(failures, random01)).toBe(expected);
});

it('never falls as failures go on, and stays within half a second and half a minute', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random01) => {
      const waitMs = backOffMs(failures, random01);
      expect(waitMs).toBeGreaterThanOrEqual(500);
      expect(waitMs).toBeLessThanOrEqual(30_000);
      expect(backOffMs(failures + 1, random01)).toBeGreaterThanOrEqual(waitMs);
    }),
  );
});
