import { expect, it } from 'vitest';
import { masksThenAndNow, type PrivacyMask } from './privacy-masks.ts';

const mask = (name: string, x: number, burned?: true): PrivacyMask => ({
  name,
  polygon: [
    [x, 0],
    [x + 0.1, 0],
    [x, 0.1],
  ],
  ...(burned && { burned }),
});
const [garden, door, renamed] = [mask('garden', 0), mask('door', 0.5), mask('the garden', 0, true)];

it.each([
  ['none', [], [], []],
  ['those of now alone', [garden], [], [garden]],
  ['those that are no more', [], [garden], [garden]],
  ['both', [garden], [door], [garden, door]],
  ['one area once, as it is now', [renamed], [garden, door], [renamed, door]],
])('fills %s', (_, now, then, filled) => {
  expect(masksThenAndNow(now, then)).toEqual(filled);
});
