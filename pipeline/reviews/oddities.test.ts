import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../time/utc-day.ts';
import type { LoggedEntry } from './logged-entry.ts';
import { oddityOf, traceOf, type Trace } from './oddities.ts';
import { DEFAULT_REVIEW_SETTINGS as settings } from './review-settings.ts';

const NOON_MS = Date.UTC(2026, 4, 20, 12);
const MARKS = { person: 'rosa', plate: 'AB8', case: 'case-1', grant: 'grant-1' };
const WHOLE = { known: 6, whole: true, wrongCharacters: 0 };

let sequence = 0;
function entry(
  detail: Partial<LoggedEntry['detail']> = {},
  { marks = {}, recordedAtMs = NOON_MS }: { marks?: object; recordedAtMs?: number } = {},
): LoggedEntry {
  return {
    sequence: sequence++,
    recordedAtMs,
    detail: { action: 'search', pattern: WHOLE, marks: { ...MARKS, ...marks }, ...detail },
  };
}
const tracesOf = (...entries: LoggedEntry[]): Trace[] =>
  entries.flatMap((one) => traceOf(one) ?? []);

describe('odd entries', () => {
  it('are none where nothing is known, and no first search of a plate', () => {
    expect(oddityOf(entry({ action: 'keeper-started' }), [], settings)).toEqual({
      reasons: [],
      related: [],
    });
    expect(oddityOf(entry(), [], settings).reasons).toEqual([]);
  });

  it('are searches of a plate under a second case, once a case', () => {
    const first = entry();
    const other = entry({}, { marks: { case: 'case-2' } });
    const found = oddityOf(other, tracesOf(first), settings);
    expect(found).toEqual({ reasons: ['plate-in-several-cases'], related: [first.sequence] });
    const again = entry({}, { marks: { case: 'case-2' } });
    expect(oddityOf(again, tracesOf(first, other), settings).reasons).toEqual([]);
    const third = entry({}, { marks: { case: 'case-3', person: 'ben' } });
    expect(oddityOf(third, tracesOf(first, other, again), settings).related).toHaveLength(3);
  });

  it.each([
    ['another plate', entry({}, { marks: { plate: 'XY9' } })],
    ['the same case', entry()],
    ['longer ago', entry({}, { marks: { case: 'case-2' }, recordedAtMs: NOON_MS - 30 * DAY_MS })],
    ['a refusal', entry({ action: 'denied' }, { marks: { case: 'case-2' } })],
  ])('are not those after %s', (_, earlier) => {
    expect(oddityOf(entry(), tracesOf(earlier), settings).reasons).toEqual([]);
  });

  it('are every fifth search of one plate by one person', () => {
    const traces: Trace[] = [];
    const odd = Array.from({ length: 11 }, () => {
      const search = entry();
      const { reasons } = oddityOf(search, traces, settings);
      traces.push(traceOf(search)!, traceOf(entry({}, { marks: { person: 'ben', plate: 'Z' } }))!);
      return reasons.includes('plate-asked-often');
    });
    expect(odd.flatMap((is, at) => (is ? [at + 1] : []))).toEqual([5, 10]);
  });

  it('are every tenth refusal of one person within a day, not of nobody', () => {
    const denial = (recordedAtMs: number, role = 'analyst') =>
      entry({ action: 'denied', role }, { recordedAtMs });
    const nine = Array.from({ length: 9 }, (_, at) => denial(NOON_MS - at * 60_000));
    expect(oddityOf(denial(NOON_MS), tracesOf(...nine), settings).reasons).toEqual([
      'many-denials',
    ]);
    expect(oddityOf(denial(NOON_MS), tracesOf(...nine.slice(1)), settings).reasons).toEqual([]);
    expect(oddityOf(denial(NOON_MS, 'nobody'), tracesOf(...nine), settings).reasons).toEqual([]);
    const dayLater = denial(NOON_MS + DAY_MS);
    expect(oddityOf(dayLater, tracesOf(...nine), settings).reasons).toEqual([]);
  });

  it('are grants that nobody else approved, once each', () => {
    const granted = entry({ action: 'grant-self-approved', selfApproved: true });
    expect(oddityOf(granted, [], settings).reasons).toEqual(['self-approved']);
    const search = entry({ selfApproved: true });
    expect(oddityOf(search, [], settings).reasons).toEqual(['self-approved']);
    expect(oddityOf(search, tracesOf(granted), settings).reasons).toEqual([]);
    expect(oddityOf(entry({ selfApproved: true }), tracesOf(search), settings).reasons).toEqual([]);
    const denied = entry({ action: 'denied' });
    expect(oddityOf(search, tracesOf(denied), settings).reasons).toEqual(['self-approved']);
  });

  it.each([
    ['three letters and a star', { known: 3, whole: false, wrongCharacters: 0 }, true],
    ['four letters and a star', { known: 4, whole: false, wrongCharacters: 0 }, false],
    ['a short plate', { known: 3, whole: true, wrongCharacters: 0 }, false],
    ['five of which two may be wrong', { known: 5, whole: true, wrongCharacters: 2 }, true],
    ['six of which two may be wrong', { known: 6, whole: true, wrongCharacters: 2 }, false],
  ])('are wide patterns: %s', (_, pattern, wide) => {
    const { reasons } = oddityOf(entry({ pattern }), [], settings);
    expect(reasons.includes('wide-pattern')).toBe(wide);
  });

  it('are unmaskings, once a grant: a player asks for one clip many times', () => {
    const first = entry({ action: 'unmasked' });
    const again = entry({ action: 'unmasked' });
    expect(oddityOf(again, tracesOf(first), settings).reasons).toEqual([]);
    const other = entry({ action: 'unmasked' }, { marks: { grant: 'grant-2' } });
    expect(oddityOf(other, tracesOf(first), settings).reasons).toEqual(['unmasking']);
    const search = entry({ selfApproved: true });
    expect(oddityOf(search, tracesOf(first), settings).reasons).toEqual(['self-approved']);
  });

  it('are unmaskings, and searches out of hours where there are hours', () => {
    const unmasked = entry({ action: 'unmasked' });
    expect(oddityOf(unmasked, [], settings).reasons).toEqual(['unmasking']);
    const hours = { timeZone: 'UTC', from: '13:00', to: '17:00', days: ['wed' as const] };
    const odd = oddityOf(unmasked, [], { ...settings, hours });
    expect(odd.reasons).toEqual(['out-of-hours', 'unmasking']);
    const later = entry({}, { recordedAtMs: NOON_MS + 3_600_000 });
    expect(oddityOf(later, [], { ...settings, hours }).reasons).toEqual([]);
  });
});
