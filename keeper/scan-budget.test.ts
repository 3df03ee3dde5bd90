import { describe, expect, it } from 'vitest';
import { scanBudget } from './scan-budget.ts';
import { NOW_MS, someGrant } from './testing/some-grant.ts';

describe('the scan budget', () => {
  it('is one grant’s, all its scans together', () => {
    const budget = scanBudget(100);
    budget.take(someGrant(), 60, NOW_MS);
    budget.take(someGrant({ id: 'grant-2' }), 100, NOW_MS);
    expect(() => {
      budget.take(someGrant(), 41, NOW_MS);
    }).toThrow(expect.objectContaining({ code: 'PATTERN_TOO_WIDE' }) as Error);
    budget.take(someGrant(), 40, NOW_MS);
  });
});
