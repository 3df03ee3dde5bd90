import { expect, it } from 'vitest';
import { byteRangeOf } from './byte-range.ts';

it.each([
  [undefined, null],
  ['bytes=0-99', { first: 0, last: 99 }],
  ['bytes=900-', { first: 900, last: 999 }],
  ['bytes=-100', { first: 900, last: 999 }],
  ['bytes=990-5000', { first: 990, last: 999 }],
  ['bytes=1000-', null],
  ['bytes=5-4', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['lines=0-1', null],
])('takes the range %s of a thousand bytes as %o', (header, expected) => {
  expect(byteRangeOf(header, 1000)).toEqual(expected);
});
