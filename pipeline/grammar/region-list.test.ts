import { describe, expect, it } from 'vitest';
import { plateGrammar } from './plate-grammar.ts';
import { regionsOf } from './region-list.ts';

describe('regionsOf', () => {
  it.each([
    ['auto', ['auto']],
    ['eu, br', ['eu', 'br']],
    ['eu,eu', ['eu']],
  ])('takes %j', (text, names) => {
    expect(regionsOf(text)).toEqual(names);
    expect(plateGrammar(regionsOf(text)).rules.length).toBeGreaterThan(0);
  });

  it.each(['', 'eu,', ',', 'eu,atlantis'])('leaves %j for the grammar to refuse', (text) => {
    expect(() => plateGrammar(regionsOf(text))).toThrow(
      expect.objectContaining({ code: 'REGION_UNKNOWN' }),
    );
  });
});
