import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishCount, publishOverlapping, publishPart, publishTable } from './suppression.ts';

describe('a published count', () => {
  it.each([
    [0, 0, '<5'],
    [1, '<5', '<5'],
    [4, '<5', '<5'],
    [5, 5, '>=5'],
    [9, 9, '>=5'],
    [10, 10, '>=10'],
  ])('of %d is %s, and %s while the month goes on', (count, exact, coarse) => {
    expect(publishCount(count, 'exact')).toBe(exact);
    expect(publishCount(count, 'coarse')).toBe(coarse);
  });
});

describe('a published table', () => {
  it.each([
    [{}, { total: 0, cells: {} }],
    [{ a: 0 }, { total: 0, cells: { a: 0 } }],
    [
      { b: 7, a: 5 },
      { total: 12, cells: { a: 5, b: 7 } },
    ],
    [{ a: 3 }, { total: '>=1', cells: { a: '<5' } }],
    // Not <5, which would say that each is 1.
    [
      { a: 1, b: 1, c: 1, d: 1 },
      { total: '>=4', cells: { a: '<5', b: '<5', c: '<5', d: '<5' } },
    ],
    [
      { a: 3, b: 100, c: 0 },
      { total: '>=101', cells: { a: '<5', b: 100, c: 0 } },
    ],
  ])('of %j', (cells, expected) => {
    expect(publishTable(cells, 'exact')).toEqual(expected);
  });

  it('names no small part while the month goes on', () => {
    expect(publishTable({}, 'coarse')).toEqual({ total: '>=0', cells: {} });
    expect(publishTable({ a: 4, b: 12 }, 'coarse')).toEqual({
      total: '>=10',
      cells: { b: '>=10' },
    });
  });

  const cells = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(12));

  it('is the same for every value that a hidden cell may have, so none is determined', () => {
    fc.assert(
      fc.property(cells, (table) => {
        const published = publishTable(table, 'exact');
        for (const [name, value] of Object.entries(published.cells)) {
          if (value !== '<5') expect(value).toBe(table[name]);
          else {
            for (const other of [1, 2, 3, 4]) {
              expect(publishTable({ ...table, [name]: other }, 'exact')).toEqual(published);
            }
          }
        }
      }),
    );
  });

  it('says nothing untrue of the total', () => {
    fc.assert(
      fc.property(
        cells,
        fc.constantFrom('exact' as const, 'coarse' as const),
        (table, precision) => {
          const sum = Object.values(table).reduce((all, one) => all + one, 0);
          const { total } = publishTable(table, precision);
          if (typeof total === 'number') expect(total).toBe(sum);
          else expect(Number(total.slice(2))).toBeLessThanOrEqual(sum);
        },
      ),
    );
  });
});

describe('a part of a whole', () => {
  it('is as exact as the whole', () => {
    expect(publishPart(8, 20, 'exact')).toBe(8);
    // 8 of two hidden cells would say that both are 4; and '>=5', that they aren't 1 and 3.
    expect(publishPart(8, '>=2', 'exact')).toBe('>=1');
    expect(publishPart(3, '>=2', 'exact')).toBe('>=1');
    expect(publishPart(8, '>=7', 'exact')).toBe('>=5');
    expect(publishPart(3, '>=7', 'exact')).toBe('<5');
    expect(publishPart(0, '>=2', 'exact')).toBe(0);
    expect(publishPart(8, '>=5', 'coarse')).toBe('>=5');
    expect(publishPart(8, '>=0', 'coarse')).toBe('>=0');
    expect(publishPart(0, '>=0', 'coarse')).toBe('>=0');
  });
});

describe('cells that overlap', () => {
  const publish = (count: number) => publishCount(count, 'exact');

  it('have their total when all of them are published', () => {
    expect(publishOverlapping(0, { a: 0 }, publish, 'exact')).toEqual({
      total: 0,
      cells: { a: 0 },
    });
    expect(publishOverlapping(8, { a: 7, b: 6 }, publish, 'exact').total).toBe(8);
  });

  it('have the largest of them as the least of their total otherwise', () => {
    expect(publishOverlapping(20, { a: 17, b: 3 }, publish, 'exact').total).toBe('>=17');
  });
});
