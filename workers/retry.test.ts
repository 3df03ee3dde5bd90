import { describe, expect, it } from 'vitest';
import { WaysideError } from '../pipeline/errors.ts';
import { isWorthRetrying, retryDelayMs } from './retry.ts';

describe('isWorthRetrying', () => {
  it.each([
    ['a database that is away', new WaysideError('DATABASE_UNREACHABLE', ''), 1, true],
    ['a database that stays away', new WaysideError('DATABASE_UNREACHABLE', ''), 5000, true],
    ['a full disk', new WaysideError('DISK_FULL', ''), 300, true],
    ['a broken video', new WaysideError('DECODE_FAILED', ''), 1, false],
    ['an expired day', new WaysideError('EXPIRED', ''), 1, false],
    ['an unknown error, at first', new Error('Connection terminated'), 1, true],
    ['an unknown error that stays', new Error('Connection terminated'), 5, false],
    ['something thrown that is no error', 'oops', 5, false],
  ])('%s', (_case, error, attempt, expected) => {
    expect(isWorthRetrying(error, attempt)).toBe(expected);
  });
});

describe('retryDelayMs', () => {
  it('starts below a second, grows and stays within ten', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 1000, 1_000_000].map(retryDelayMs);
    expect(delays[0]).toBeLessThan(1000);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBe(10_000);
  });
});
