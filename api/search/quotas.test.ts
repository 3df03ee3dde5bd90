import { describe, expect, it } from 'vitest';
import { exceededIn } from './quotas.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 4, 20, 12, 30);
const HOUR = Date.UTC(2026, 4, 20, 12);
const LIMITS = { searchesPerHour: 3, searchesPerDay: 5, resultsPerDay: 10 };

const hours = (...counted: readonly [hoursAgo: number, searches: number, results: number][]) =>
  new Map(counted.map(([ago, searches, results]) => [HOUR - ago * HOUR_MS, { searches, results }]));

describe('exceededIn', () => {
  it.each([
    ['nothing', hours(), null],
    ['less than allowed', hours([0, 2, 9]), null],
    ['an hour used up', hours([0, 3, 0]), { what: 'searches of this hour', used: 3, atMost: 3 }],
    ['the hour before', hours([1, 3, 0]), null],
    [
      'a day used up',
      hours([0, 2, 0], [23, 3, 0]),
      { what: 'searches of 24 hours', used: 5, atMost: 5 },
    ],
    ['what is a day old', hours([0, 2, 0], [24, 3, 0]), null],
    [
      'too many results',
      hours([0, 1, 4], [5, 1, 6]),
      { what: 'results of 24 hours', used: 10, atMost: 10 },
    ],
  ])('%s', (_, counted, expected) => {
    expect(exceededIn(counted, NOW_MS, LIMITS)).toEqual(expected);
  });
});
