import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { normalisedPattern, parsePlateQuery } from './plate-pattern.ts';
import type { PlateQuery } from './sealed-read.ts';

const query = (pattern: string, rest: Partial<PlateQuery> = {}): PlateQuery => ({
  pattern,
  wrongCharacters: 0,
  partial: false,
  ...rest,
});

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof WaysideError ? error.code : String(error);
  }
}

describe('parsePlateQuery', () => {
  it.each([
    ['ab-123 c', 'AB123C'],
    ['京a·123?5', '京A123?5'],
    ['a**b*', 'A*B*'],
    // What a Chinese keyboard gives for ? and *.
    ['AB？＊', 'AB?*'],
    ['mü 12', 'MU12'],
  ])('%j is %j', (pattern, normalised) => {
    expect(normalisedPattern(parsePlateQuery(query(pattern)).parts)).toBe(normalised);
  });

  it.each([
    ['', {}, 'PATTERN_INVALID'],
    [' - ', {}, 'PATTERN_INVALID'],
    ['AB%12', {}, 'PATTERN_INVALID'],
    ['AB12;', {}, 'PATTERN_INVALID'],
    ['A'.repeat(25), {}, 'PATTERN_INVALID'],
    ['AB?12', { wrongCharacters: 1 }, 'PATTERN_INVALID'],
    ['AB*', { partial: true }, 'PATTERN_INVALID'],
    ['AB12', { partial: true, wrongCharacters: 1 }, 'PATTERN_INVALID'],
    ['*', {}, 'PATTERN_TOO_WIDE'],
    ['???????', {}, 'PATTERN_TOO_WIDE'],
    ['A*', {}, 'PATTERN_TOO_WIDE'],
    ['A', { partial: true }, 'PATTERN_TOO_WIDE'],
    ['ABC', { wrongCharacters: 1 }, 'PATTERN_TOO_WIDE'],
    ['ABCD', { wrongCharacters: 2 }, 'PATTERN_TOO_WIDE'],
  ] as const)('%j %j is %s', (pattern, rest, code) => {
    expect(codeOf(() => parsePlateQuery(query(pattern, rest)))).toBe(code);
  });

  it('says where the wrong symbol is, not what the plate is', () => {
    expect(() => parsePlateQuery(query('XK77%P'))).toThrow(/position 5/);
    expect(() => parsePlateQuery(query('XK77%P'))).not.toThrow(/XK77/);
  });
});
