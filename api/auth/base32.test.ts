import { expect, it } from 'vitest';
import { base32Of } from './base32.ts';

// RFC 4648, section 10, less the padding.
it.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('writes %j as RFC 4648 has it', (text, expected) => {
  expect(base32Of(Buffer.from(text))).toBe(expected);
});
