import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointXy } from './point.ts';
import { isInPolygon } from './polygon.ts';
import { touchedRuns } from './polygon-rows.ts';

const COLUMNS = 24;
const ROWS = 16;

function drawn(corners: readonly PointXy[]): string[] {
  const cells = Array.from({ length: 6 }, () => Array.from({ length: 8 }, () => '.'));
  for (const { y, from, to } of touchedRuns(corners, 8, 6)) cells[y]!.fill('#', from, to);
  return cells.map((row) => row.join(''));
}

describe('touchedRuns', () => {
  it('touches nothing with no corners, or two, or outside', () => {
    expect(touchedRuns([], 8, 6)).toEqual([]);
    expect(
      touchedRuns(
        [
          [1, 1],
          [5, 5],
        ],
        8,
        6,
      ),
    ).toEqual([]);
    expect(
      touchedRuns(
        [
          [9, 1],
          [12, 1],
          [12, 5],
        ],
        8,
        6,
      ),
    ).toEqual([]);
  });

  it.each<[string, PointXy[], string[]]>([
    [
      'cells that a box cuts',
      [
        [1.5, 1.5],
        [4.2, 1.5],
        [4.2, 3.1],
        [1.5, 3.1],
      ],
      ['........', '.####...', '.####...', '.####...', '........', '........'],
    ],
    [
      'a notch, but not what lies in it',
      [
        [0.1, 0.1],
        [7.9, 0.1],
        [7.9, 5.9],
        [4, 1.9],
        [0.1, 5.9],
      ],
      ['########', '########', '########', '###..###', '##....##', '#......#'],
    ],
    [
      'a sliver thinner than a cell',
      [
        [0.2, 0.4],
        [7.8, 2.5],
        [7.8, 2.6],
      ],
      ['###.....', '..####..', '.....###', '........', '........', '........'],
    ],
  ])('finds %s', (_case, corners, cells) => {
    expect(drawn(corners)).toEqual(cells);
  });

  it('leaves no point inside the polygon out', () => {
    const hundredths = (limit: number) =>
      fc.integer({ min: -400, max: (limit + 4) * 100 }).map((n) => n / 100);
    const corner = fc.tuple(hundredths(COLUMNS), hundredths(ROWS));
    // Beside the hundredths: on an outline, rounding may decide what is inside.
    const share = fc.integer({ min: 1, max: 9999 }).map((n) => (n - 0.37) / 10_000);
    fc.assert(
      fc.property(
        fc.array(corner, { minLength: 3, maxLength: 7 }),
        fc.array(fc.tuple(share, share), { minLength: 20, maxLength: 20 }),
        (corners, shares) => {
          const runs = touchedRuns(corners, COLUMNS, ROWS);
          for (const [u, v] of shares) {
            const point = [u * COLUMNS, v * ROWS] as const;
            if (!isInPolygon(point, corners)) continue;
            const [x, y] = point.map(Math.floor);
            expect(runs.some((run) => run.y === y && run.from <= x! && x! < run.to)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('touches no cell that is far from the polygon', () => {
    const side = fc.double({ min: 0, max: 8, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 3, maxLength: 6 }), (corners) => {
        const xs = corners.map(([x]) => x);
        const ys = corners.map(([, y]) => y);
        for (const { y, from, to } of touchedRuns(corners, COLUMNS, ROWS)) {
          expect(from).toBeGreaterThanOrEqual(Math.floor(Math.min(...xs)));
          expect(to).toBeLessThanOrEqual(Math.floor(Math.max(...xs)) + 1);
          expect(y).toBeGreaterThanOrEqual(Math.floor(Math.min(...ys)));
          expect(y).toBeLessThanOrEqual(Math.floor(Math.max(...ys)));
        }
      }),
    );
  });
});
