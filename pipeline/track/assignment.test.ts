import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from './assignment.ts';

const X = Infinity;

describe('assign', () => {
  it.each([
    ['no rows', [], []],
    ['no columns', [[], []], [-1, -1]],
    ['one forbidden pair', [[X]], [-1]],
    [
      'a greedy trap',
      [
        [1, 2],
        [2, 8],
      ],
      [1, 0],
    ],
    ['more rows than columns', [[5], [1], [3]], [-1, 0, -1]],
    ['more columns than rows', [[9, 4, 7]], [1]],
    [
      'a row with nothing allowed',
      [
        [X, X],
        [3, X],
      ],
      [-1, 0],
    ],
    [
      'pairs before cost',
      [
        [0, 100],
        [0, X],
      ],
      [1, 0],
    ],
  ])('%s', (_name, costs, expected) => {
    expect(assign(costs)).toEqual(expected);
  });

  it('finds what trying every assignment finds', () => {
    const cell = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(X));
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(matrix, (costs) => {
        const found = assign(costs);
        const taken = found.filter((column) => column >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        const total = found.reduce((sum, c, row) => sum + (c < 0 ? 0 : costs[row]![c]!), 0);
        expect([taken.length, total]).toEqual(bestOf(costs, 0, new Set()));
      }),
      { numRuns: 300 },
    );
  });
});

/** [pairs, cost] of the best assignment of the rows from `row` on. */
function bestOf(costs: readonly number[][], row: number, used: Set<number>): [number, number] {
  if (row === costs.length) return [0, 0];
  let best = bestOf(costs, row + 1, used);
  costs[row]!.forEach((cost, column) => {
    if (used.has(column) || !Number.isFinite(cost)) return;
    const [pairs, total] = bestOf(costs, row + 1, new Set([...used, column]));
    const mine: [number, number] = [pairs + 1, total + cost];
    if (mine[0] > best[0] || (mine[0] === best[0] && mine[1] < best[1])) best = mine;
  });
  return best;
}
