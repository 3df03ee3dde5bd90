import { expect, test } from 'vitest';
import { refusedHellos } from './refused-hellos.ts';

test('twenty a minute are written, the others counted into the next one', () => {
  let nowMs = 0;
  const refused = refusedHellos(() => nowMs);
  const many = (count: number) => Array.from({ length: count }, () => refused.next());
  expect(many(20)).toEqual(Array.from({ length: 20 }, () => 0));
  expect(many(1000).every((answer) => answer === null)).toBe(true);
  nowMs = 59_999;
  expect(refused.next()).toBeNull();
  nowMs = 60_000;
  expect(many(2)).toEqual([1001, 0]);
});

test('a clock that is set back does not stop the writing', () => {
  let nowMs = 1_000_000;
  const refused = refusedHellos(() => nowMs);
  for (let i = 0; i < 21; i++) refused.next();
  nowMs = 0;
  expect(refused.next()).toBe(1);
});
