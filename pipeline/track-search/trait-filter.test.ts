import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_COUNT, cellOf, directionOf } from './track-cell.ts';
import { ANY_TRAITS, directionsAround, passingCells } from './trait-filter.ts';

describe('passingCells', () => {
  const sum = (cells: Uint8Array) => cells.reduce((total, cell) => total + cell, 0);

  it('passes all without a wish and none with one that nothing meets', () => {
    expect(sum(passingCells(ANY_TRAITS))).toBe(CELL_COUNT);
    expect(sum(passingCells({ ...ANY_TRAITS, colour: new Set() }))).toBe(0);
  });

  it('asks for every trait at once', () => {
    const cells = passingCells({
      objectClass: new Set(['car', 'bus']),
      colour: new Set(['red']),
      direction: new Set(['none']),
      hasPlate: new Set([true]),
    });
    const wanted = { colour: 'red', direction: 'none', hasPlate: true } as const;
    expect(sum(cells)).toBe(2);
    expect(cells[cellOf({ ...wanted, objectClass: 'car' })]).toBe(1);
    expect(cells[cellOf({ ...wanted, objectClass: 'truck' })]).toBe(0);
  });
});

describe('directionsAround', () => {
  it('names one eighth for an exact heading, all for any', () => {
    expect([...directionsAround({ degrees: 90, toleranceDeg: 0 })]).toEqual(['right']);
    expect(directionsAround({ degrees: 10, toleranceDeg: 180 }).size).toBe(8);
  });

  it('holds the eighth of every heading in the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 359 }),
        fc.integer({ min: 0, max: 180 }),
        fc.integer({ min: -1000, max: 1000 }),
        (degrees, toleranceDeg, share) => {
          const heading = (degrees + (toleranceDeg * share) / 1000 + 720) % 360;
          expect(directionsAround({ degrees, toleranceDeg })).toContain(directionOf(heading));
        },
      ),
    );
  });
});
