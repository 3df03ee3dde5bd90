import { describe, expect, it } from 'vitest';
import type { PlateText } from '../plates/plate-reading.ts';
import { matchPlate } from './match-plate.ts';
import { describeReason } from './match-reason.ts';
import { parsePlateQuery } from './plate-pattern.ts';
import { compareMatches } from './rank-matches.ts';
import type { PlateQuery } from './sealed-read.ts';

function plate(text: string, second: Record<number, [string, number]> = {}): PlateText {
  return {
    text,
    confidence: 0.9,
    characters: Array.from(text, (character, at) => ({
      character,
      confidence: 0.9,
      alternatives: second[at] ? [{ character: second[at][0], confidence: second[at][1] }] : [],
    })),
    alternatives: [],
    region: null,
  };
}

const match = (pattern: string, read: PlateText, rest: Partial<PlateQuery> = {}) =>
  matchPlate(parsePlateQuery({ pattern, wrongCharacters: 0, partial: false, ...rest }), read);

const explain = (...args: Parameters<typeof match>) =>
  match(...args)?.reasons.map(describeReason) ?? null;

describe('matchPlate', () => {
  it('does not match a read without characters', () => {
    expect(match('ABC123', plate(''))).toBeNull();
    expect(match('ABC1', plate(''), { wrongCharacters: 1 })).toBeNull();
  });

  it('scores the very same text 1 and has nothing to say', () => {
    expect(match('ab 123-c', plate('AB123C'))).toEqual({ score: 1, reasons: [] });
  });

  it.each([
    ['AB8123', 'ABB123', 0, ['8≈B at position 3']],
    ['AB8123', 'A8B1Z3', 0, ['B≈8 at position 2', '8≈B at position 3', '2≈Z at position 5']],
    ['AB8123', 'AB8723', 0, null],
    ['AB8123', 'AB8723', 1, ['7 instead of 1 at position 4']],
    ['AB8123', 'AB812', 1, ['one character missing at position 6']],
    ['AB8123', 'AB823', 1, ['one character missing at position 4']],
    ['AB8123', 'AB8X123', 1, ['one character more at position 4']],
    ['AB8123', 'XB8X23', 1, null],
    ['AB8123', 'XB8X23', 2, ['X instead of A at position 1', 'X instead of 1 at position 4']],
    ['京A1234', '津A1234', 1, ['津 instead of 京 at position 1']],
    ['AB?1*', 'ABX1', 0, []],
    ['AB?1*', 'ABX1234', 0, []],
    ['AB?1*', 'AB1', 0, null],
    ['*8*23', 'XXB123', 0, ['8≈B at position 3']],
  ] as const)('%s on %s with %d wrong: %j', (pattern, text, wrongCharacters, reasons) => {
    expect(explain(pattern, plate(text), { wrongCharacters })).toEqual(reasons);
  });

  it('takes a partial plate at the start or the end, not inside', () => {
    expect(explain('B12', plate('8I2XYZ'), { partial: true })).toEqual([
      'B≈8 at position 1',
      '1≈I at position 2',
    ]);
    expect(match('B12', plate('XYZB12'), { partial: true })?.score).toBe(1);
    expect(match('B12', plate('XB12YZ'), { partial: true })).toBeNull();
  });

  it("counts the read's own second guess in the query's favour, and says so", () => {
    const read = plate('AB8723', { 3: ['1', 0.3] });
    expect(explain('AB8123', read, { wrongCharacters: 1 })).toEqual([
      '7 instead of 1 at position 4, which the reader gave 30%',
    ]);
    const score = (second: number) =>
      match('AB8123', plate('AB8723', { 3: ['1', second] }), { wrongCharacters: 1 })!.score;
    expect(score(0.3)).toBeGreaterThan(score(0.1));
  });

  it('ranks same before alike before wrong, then the surer read', () => {
    const asked = ['AB8123', 'ABB123', 'AB8723', 'XB8723'].map((text) => ({
      text,
      plate: plate(text),
      match: match('AB8123', plate(text), { wrongCharacters: 2 })!,
    }));
    const surer = { ...asked[1]!, plate: { ...asked[1]!.plate, confidence: 0.99 } };
    const ranked = [...asked.toReversed(), surer].sort(compareMatches);
    expect(ranked.map((one) => [one.text, one.plate.confidence])).toEqual([
      ['AB8123', 0.9],
      ['ABB123', 0.99],
      ['ABB123', 0.9],
      ['AB8723', 0.9],
      ['XB8723', 0.9],
    ]);
  });
});
