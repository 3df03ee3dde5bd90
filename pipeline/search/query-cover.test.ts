import { describe, expect, it } from 'vitest';
import { coversQuery } from './query-cover.ts';

const query = (pattern: string, wrongCharacters: 0 | 1 | 2 = 0, partial = false) => ({
  pattern,
  wrongCharacters,
  partial,
});

describe('coversQuery', () => {
  it.each([
    [query('AB 123'), query('ab-123'), true],
    [query('AB123'), query('A8123'), true],
    [query('AB123'), query('AB124'), false],
    [query('AB123'), query('AB123', 1), false],
    [query('AB123', 1), query('AB123'), true],
    [query('AB123', 1), query('AB123', 2), false],
    [query('AB123', 1), query('AB124'), true],
    [query('AB123', 1), query('AB124', 1), false],
    [query('AB*'), query('AB123'), true],
    [query('AB*'), query('AB12*'), false],
    [query('AB12*'), query('AB*'), false],
    [query('AB123'), query('AB*'), false],
    [query('123', 0, true), query('AB123'), true],
    [query('AB123'), query('123', 0, true), false],
    [query('1234', 0, true), query('1234'), true],
    [query('1234'), query('1234', 0, true), false],
  ])('%j covers %j: %s', (granted, asked, covered) => {
    expect(coversQuery(granted, asked)).toBe(covered);
  });
});
