import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounts, packCounts, unpackCounts } from './cell-counts.ts';
import { CELL_COUNT, cellOf, directionOf, traitsOfCell } from './track-cell.ts';

describe('cells', () => {
  it('are numbered without holes, each for traits of its own', () => {
    const cells = Array.from({ length: CELL_COUNT }, (_, cell) => cellOf(traitsOfCell(cell)));
    expect(cells).toEqual(Array.from({ length: CELL_COUNT }, (_, cell) => cell));
  });

  it('keep the numbers that are stored', () => {
    const traits = {
      objectClass: 'bus',
      colour: 'blue',
      direction: 'left',
      hasPlate: true,
    } as const;
    expect(CELL_COUNT).toBe(1386);
    expect(cellOf(traits)).toBe(355);
  });

  it.each<[number | null, string]>([
    [null, 'none'],
    [0, 'up'],
    [22.4, 'up'],
    [22.5, 'up-right'],
    [90, 'right'],
    [337.4, 'up-left'],
    [337.5, 'up'],
    [359.99, 'up'],
    // Stored as 22.5.
    [22.4999999, 'up-right'],
  ])('%s° is %s', (degrees, direction) => {
    expect(directionOf(degrees)).toBe(direction);
  });
});

describe('packed counts', () => {
  const counts = fc
    .dictionary(fc.nat(CELL_COUNT - 1).map(String), fc.integer({ min: 1, max: 2 ** 40 }))
    .map((record) => new Map(Object.entries(record).map(([k, n]) => [Number(k), n])));

  it('take no bytes for nothing', () => {
    expect(packCounts(new Map([[7, 0]]))).toEqual(new Uint8Array());
    expect(unpackCounts(new Uint8Array())).toEqual(new Map());
  });

  it('take two bytes for few in a low cell', () => {
    expect(packCounts(new Map([[100, 99]]))).toEqual(Uint8Array.of(101, 99));
  });

  it('come back as they were, and add up cell by cell', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(unpackCounts(packCounts(a))).toEqual(a);
        const sum = addCounts(a, b);
        for (let cell = 0; cell < CELL_COUNT; cell++) {
          expect(sum.get(cell) ?? 0).toBe((a.get(cell) ?? 0) + (b.get(cell) ?? 0));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are refused when cut off', () => {
    expect(() => unpackCounts(Uint8Array.of(5))).toThrow(RangeError);
  });
});
