import { expect, it } from 'vitest';
import { uncoveredParts } from './uncovered.ts';

const span = { startMs: 100, endMs: 200 };
it.each([
  ['nothing', [], [[100, 200]]],
  ['all of it', [[50, 250]], []],
  [
    'the middle',
    [[120, 150]],
    [
      [100, 120],
      [150, 200],
    ],
  ],
  [
    'overlapping parts in any order',
    [
      [150, 180],
      [90, 160],
    ],
    [[180, 200]],
  ],
  ['all but a moment', [[100, 195]], []],
  [
    'what lies outside',
    [
      [0, 50],
      [300, 400],
    ],
    [[100, 200]],
  ],
])('finds what is left beside %s', (_, covering, expected) => {
  const parts = uncoveredParts(
    span,
    covering.map(([startMs, endMs]) => ({ startMs: startMs!, endMs: endMs! })),
    10,
  );
  expect(parts.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(expected);
});
