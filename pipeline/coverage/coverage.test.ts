import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf, coverageTotals, type FootageRun } from './coverage.ts';

const span = (startMs: number, endMs: number) => ({ startMs, endMs });
const seen = (startMs: number, endMs: number, analysisFps: number | null = 5, thinned = false) => ({
  ...{ startMs, endMs, analysisFps, thinned },
});
const gap = (startMs: number, endMs: number, cause = 'DECODE_FAILED') => ({
  startMs,
  endMs,
  cause,
});
const run = (change: Partial<FootageRun>): FootageRun => ({
  ...{ tracked: [], processing: [], gaps: [] },
  ...change,
});
const show = (asked: ReturnType<typeof span>, runs: FootageRun[], keptFromMs = 0) =>
  coverageOf(asked, { runs, keptFromMs }).map(
    ({ startMs, endMs, kind, cause }) => `${startMs}-${endMs} ${kind}${cause ? ` ${cause}` : ''}`,
  );

describe('coverageOf', () => {
  it('has no parts of an empty span, and one where nothing was recorded', () => {
    expect(show(span(5, 5), [])).toEqual([]);
    expect(show(span(5, 9), [])).toEqual(['5-9 not-recorded']);
  });

  it('joins segments, and tells gaps inside and between them with their causes', () => {
    const runs = [
      run({
        tracked: [seen(10, 14), seen(14, 18), seen(22, 26)],
        gaps: [gap(18, 22, 'NOT_MEDIA'), gap(24, 26)],
        processing: [span(26, 30)],
      }),
    ];
    expect(show(span(0, 40), runs)).toEqual([
      '0-10 not-recorded',
      '10-18 covered',
      '18-22 gap NOT_MEDIA',
      '22-24 covered',
      '24-26 gap DECODE_FAILED',
      '26-30 processing',
      '30-40 not-recorded',
    ]);
  });

  it('counts as covered what one of two runs saw, whatever the other says', () => {
    const runs = [
      run({ tracked: [seen(0, 10)], gaps: [gap(2, 8)] }),
      run({ tracked: [seen(4, 6)] }),
    ];
    expect(show(span(0, 10), runs)).toEqual([
      '0-2 covered',
      '2-4 gap DECODE_FAILED',
      '4-6 covered',
      '6-8 gap DECODE_FAILED',
      '8-10 covered',
    ]);
  });

  it('tells nothing of what has expired', () => {
    expect(show(span(0, 10), [run({ tracked: [seen(0, 10)] })], 6)).toEqual([
      '0-6 expired',
      '6-10 covered',
    ]);
    expect(show(span(0, 10), [], 99)).toEqual(['0-10 expired']);
  });

  it('tells how closely it was looked at, of two looks the closer one', () => {
    const runs = [
      run({
        tracked: [seen(0, 4), seen(4, 8, 2.5, true), seen(8, 10, 2.5, true), seen(10, 12, 1)],
      }),
      run({ tracked: [seen(6, 7, 5), seen(11, 14, null)], gaps: [gap(0, 2)] }),
    ];
    const parts = coverageOf(span(0, 16), { runs, keptFromMs: 0 });
    expect(
      parts.map(({ startMs, kind, analysisFps, thinned }) => [startMs, kind, analysisFps, thinned]),
    ).toEqual([
      [0, 'covered', 5, false],
      [4, 'covered', 2.5, true],
      [6, 'covered', 5, false],
      [7, 'covered', 2.5, true],
      [10, 'covered', 1, false],
      [12, 'covered', null, false],
      [14, 'not-recorded', null, false],
    ]);
  });

  const spans = fc.array(
    fc.tuple(fc.nat(60), fc.nat(15)).map(([start, length]) => span(start, start + length)),
    { maxLength: 4 },
  );
  const runs = fc.array(
    fc.record({
      tracked: spans.map((list) =>
        list.map((s, i) => seen(s.startMs, s.endMs, i % 2 ? 5 : 1, i % 2 === 0)),
      ),
      processing: spans,
      gaps: spans.map((list) => list.map((s, i) => gap(s.startMs, s.endMs, i % 2 ? 'A' : 'B'))),
    }),
    { maxLength: 3 },
  );

  it('tiles the span exactly, and every moment has what is true of it', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(60), fc.nat(40), runs, (start, length, keptFromMs, given) => {
        const asked = span(start, start + length);
        const parts = coverageOf(asked, { runs: given, keptFromMs });
        let atMs = asked.startMs;
        for (const part of parts) {
          expect(part.startMs).toBe(atMs);
          expect(part.endMs).toBeGreaterThan(part.startMs);
          atMs = part.endMs;
        }
        expect(atMs).toBe(asked.endMs);
        const totals = coverageTotals(parts);
        expect(Object.values(totals).reduce((a, b) => a + b, 0)).toBe(length);
        const within = (list: readonly { startMs: number; endMs: number }[], ms: number) =>
          list.some(({ startMs, endMs }) => startMs <= ms && ms < endMs);
        for (let ms = asked.startMs; ms < asked.endMs; ms++) {
          const { kind, cause, thinned } = parts.find((part) => within([part], ms))!;
          const seen = given.some(({ tracked, gaps }) => within(tracked, ms) && !within(gaps, ms));
          const broken = given.some(({ gaps }) => within(gaps, ms));
          const waiting = given.some(({ processing }) => within(processing, ms));
          expect(kind).toBe(
            ms < keptFromMs
              ? 'expired'
              : seen
                ? 'covered'
                : broken
                  ? 'gap'
                  : waiting
                    ? 'processing'
                    : 'not-recorded',
          );
          expect(cause !== null).toBe(kind === 'gap');
          const closely = given.some(
            ({ tracked, gaps }) =>
              within(
                tracked.filter((look) => !look.thinned),
                ms,
              ) && !within(gaps, ms),
          );
          expect(thinned).toBe(kind === 'covered' && !closely);
        }
      }),
    );
  });
});
