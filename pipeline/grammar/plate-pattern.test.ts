import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { fitsPattern, parsePattern } from './plate-pattern.ts';

describe('plate patterns', () => {
  it.each([
    ['AAA9999', 'ABC1234', true],
    ['AAA9999', 'ABC123', false],
    ['AAA9999', 'AB11234', false],
    ['A{3}9{4}', 'ABC1234', true],
    ['XX', '1A', true],
    ['PA9999学', '皖A1234学', true],
    ['PA9999学', '皖A1234警', false],
    ['9[DF]9', '1D2', true],
    ['9[DF]9', '1E2', false],
  ])('%s on %s: %s', (spec, text, fits) => {
    expect(fitsPattern(text, parsePattern(spec))).toBe(fits);
  });

  it('leaves out what the region never uses', () => {
    expect(fitsPattern('OA1', parsePattern('AA9', 'IO'))).toBe(false);
  });

  it.each(['', 'A', 'abc', 'A{}9', '[!]99', 'AAAAAA999999', 'A-9', '9{9}9{9}'])(
    'refuses %j with a coded error',
    (spec) => {
      expect(() => parsePattern(spec)).toThrow(WaysideError);
      expect(() => parsePattern(spec)).toThrow(
        expect.objectContaining({ code: 'PATTERN_INVALID' }),
      );
    },
  );
});
