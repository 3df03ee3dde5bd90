import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, intersection, totalMs, union, type Span } from './span.ts';

const span = (startMs: number, endMs: number): Span => ({ startMs, endMs });
const spans = fc.array(
  fc.tuple(fc.nat(40), fc.nat(12)).map(([start, length]) => span(start, start + length)),
  { maxLength: 8 },
);
const has = (list: readonly Span[], ms: number) =>
  list.some(({ startMs, endMs }) => startMs <= ms && ms < endMs);

describe('spans', () => {
  it('of nothing are nothing', () => {
    expect(union([])).toEqual([]);
    expect(union([span(3, 3), span(5, 4)])).toEqual([]);
    expect(intersection([], [span(0, 1)])).toEqual([]);
    expect(difference([], [span(0, 1)])).toEqual([]);
    expect(difference([span(0, 1)], [])).toEqual([span(0, 1)]);
    expect(totalMs([])).toBe(0);
  });

  it('join where they touch', () => {
    expect(union([span(5, 9), span(1, 5)])).toEqual([span(1, 9)]);
  });

  it('hold each moment as sets do, in order and apart', () => {
    fc.assert(
      fc.property(spans, spans, (given, other) => {
        const a = union(given);
        const b = union(other);
        const both = intersection(a, b);
        const only = difference(a, b);
        for (let ms = 0; ms < 60; ms++) {
          expect(has(a, ms)).toBe(has(given, ms));
          expect(has(both, ms)).toBe(has(a, ms) && has(b, ms));
          expect(has(only, ms)).toBe(has(a, ms) && !has(b, ms));
        }
        for (const list of [a, both, only]) expect(union(list)).toEqual(list);
        expect(totalMs(both) + totalMs(only)).toBe(totalMs(a));
      }),
    );
  });
});
