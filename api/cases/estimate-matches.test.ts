import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { expectedMatches, knownCharactersOf, shareOfPlates } from './estimate-matches.ts';

const query = (pattern: string, change: Partial<PlateQuery> = {}): PlateQuery => ({
  pattern,
  wrongCharacters: 0,
  partial: false,
  ...change,
});

describe('shareOfPlates', () => {
  it.each([
    ['12*', 1 / 100],
    ['12????', 1 / 100],
    ['AT*', 1 / 400],
    // Taken for 8, so one of ten.
    ['BT*', 1 / 200],
    ['京*12', 1 / 1000],
    ['*123*', 6 / 1000],
    ['123456', 1 / 1e6],
  ])('of %s', (pattern, share) => {
    expect(shareOfPlates(query(pattern))).toBeCloseTo(share, 12);
  });

  it('doubles for a text that may stand at either end', () => {
    expect(shareOfPlates(query('123', { partial: true }))).toBeCloseTo(2 / 1000, 12);
  });

  it('counts each way of one character wrong, missing or too many', () => {
    // 1234: itself; 4 positions replaced and 4 missing, ten times as many each; 5 places for one more.
    const share = shareOfPlates(query('1234', { wrongCharacters: 1 }));
    expect(share).toBeCloseTo((1 + 4 * 10 + 4 * 10 + 5) / 10_000, 12);
  });

  const character = fc.constantFrom(...Array.from('ABHKTX013579?'));
  const pattern = fc
    .array(character, { minLength: 4, maxLength: 8 })
    .map((parts) => `${parts.join('')}12`);

  it('is a share, and never grows with another known character', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...Array.from('ABHKTX013579')), (text, more) => {
        const share = shareOfPlates(query(text));
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(shareOfPlates(query(text.replace('?', more)))).toBeLessThanOrEqual(share);
      }),
    );
  });

  it('grows with each wrong character', () => {
    const shares = ([0, 1, 2] as const).map((wrongCharacters) =>
      shareOfPlates(query('KX52ABC', { wrongCharacters })),
    );
    expect(shares[0]).toBeLessThan(shares[1]!);
    expect(shares[1]).toBeLessThan(shares[2]!);
  });
});

describe('expectedMatches', () => {
  it('is none for no plate and for no reads', () => {
    expect(expectedMatches([], 1_000)).toBe(0);
    expect(expectedMatches([query('12*')], 0)).toBe(0);
  });

  it('adds up the plates, and tells a plate from a net', () => {
    expect(expectedMatches([query('12*'), query('34*')], 1_000)).toBe(20);
    expect(expectedMatches([query('KX52ABC', { wrongCharacters: 1 })], 10_000_000)).toBeLessThan(
      50,
    );
    expect(expectedMatches([query('KX*')], 10_000_000)).toBeGreaterThan(10_000);
  });

  it('is never more than there are reads', () => {
    const all = Array.from({ length: 100 }, () => query('12*', {}));
    expect(expectedMatches([...all, ...all], 1_000)).toBe(1_000);
  });
});

describe('knownCharactersOf', () => {
  it.each([
    ['KX52 ABC', { known: 7, whole: true }],
    ['KX5?', { known: 3, whole: false }],
    ['KX*', { known: 2, whole: false }],
  ])('%s', (text, expected) => {
    expect(knownCharactersOf(query(text))).toEqual(expected);
  });
});
