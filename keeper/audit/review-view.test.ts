import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { someGrant } from '../testing/some-grant.ts';
import { reviewView } from './review-view.ts';

const keys = { seal: randomBytes(32) };
const entry = { leafHash: randomBytes(32) };
const head = { action: 'search', recordedAt: '2026-05-20T12:00:00.000Z', sequence: 7 };
const search = (pattern: string, change: Record<string, unknown> = {}) => ({
  ...head,
  by: { name: 'Rosa', role: 'analyst' },
  grant: someGrant(),
  query: { pattern, wrongCharacters: 0, partial: false },
  ...change,
});
const marksOf = (detail: Record<string, unknown>) =>
  reviewView(keys, entry, detail).marks as Record<string, string>;

describe('what is compared of an entry', () => {
  it('is its head and a draw where nothing is known', () => {
    const view = reviewView(keys, entry, head);
    expect(view).toEqual({ ...head, draw: view.draw, marks: {} });
  });

  it('holds no plate, name, case or reason', () => {
    const text = JSON.stringify(reviewView(keys, entry, search('AB 8123')));
    expect(text).not.toMatch(/8123|Rosa|Ada|case-1|grant-1|test of grants/);
  });

  it.each([
    ['the same plate, written otherwise', 'ab-81 23', true],
    ['what looks like it', 'ABB123', true],
    ['another plate', 'AB8124', false],
    ['a pattern', 'AB8?23', false],
  ])('marks plates: %s', (_, pattern, same) => {
    expect(marksOf(search(pattern)).plate === marksOf(search('AB 8123')).plate).toBe(same);
  });

  it('marks equal things of different kinds differently, and other keys mark otherwise', () => {
    const grant = someGrant({ caseId: 'Rosa', id: 'Rosa' });
    const marks = marksOf(search('AB 8123', { grant }));
    expect(new Set(Object.values(marks)).size).toBe(4);
    const other = reviewView({ seal: randomBytes(32) }, entry, search('AB 8123', { grant }));
    for (const mark of Object.values(other.marks as object)) {
      expect(Object.values(marks)).not.toContain(mark);
    }
  });

  it('tells the shape of a pattern', () => {
    expect(reviewView(keys, entry, search('AB 8123'))).toMatchObject({
      pattern: { known: 6, whole: true, wrongCharacters: 0 },
    });
    expect(reviewView(keys, entry, search('AB*'))).toMatchObject({
      pattern: { known: 2, whole: false },
    });
    expect(reviewView(keys, entry, search('*'))).not.toHaveProperty('pattern');
  });

  it('draws by the leaf alone, evenly', () => {
    const draws = Array.from({ length: 2_000 }, () => {
      const leaf = { leafHash: randomBytes(32) };
      const [once, again] = [head, search('AB 8123')].map((detail) =>
        Number(reviewView(keys, leaf, detail).draw),
      );
      expect(once).toBe(again);
      return once!;
    });
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    // Five standard deviations of a binomial of 2,000 and 0.05.
    const sampled = draws.filter((draw) => draw < 0.05).length;
    expect(Math.abs(sampled - 100)).toBeLessThan(50);
  });
});
