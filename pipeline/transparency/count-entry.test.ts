import { describe, expect, it } from 'vitest';
import type { LoggedEntry } from '../reviews/logged-entry.ts';
import { countEntry } from './count-entry.ts';
import { countOf, type MonthFigures } from './month-figures.ts';
import { monthAfter, monthOfMoment, monthSettledMs } from './month-time.ts';

const entry = (
  sequence: number,
  at: string,
  detail: Partial<LoggedEntry['detail']> & { action: string },
): LoggedEntry => ({ sequence, recordedAtMs: Date.parse(at), detail });

function monthsOf(...entries: LoggedEntry[]): Map<string, MonthFigures> {
  const months = new Map<string, MonthFigures>();
  for (const one of entries) countEntry(months, one);
  return months;
}

describe('months', () => {
  it('follow each other, in UTC', () => {
    expect(monthAfter('2026-12')).toBe('2027-01');
    expect(monthAfter('2026-01')).toBe('2026-02');
    expect(monthOfMoment(Date.parse('2026-05-31T23:59:59.999Z'))).toBe('2026-05');
    expect(new Date(monthSettledMs('2026-12')).toISOString()).toBe('2027-01-08T00:00:00.000Z');
  });
});

describe('counting the log', () => {
  it('finds no month without an entry', () => {
    expect(monthsOf().size).toBe(0);
  });

  it('counts by month, cell and size of the log', () => {
    const months = monthsOf(
      entry(0, '2026-04-30T23:59:59.999Z', { action: 'search', purpose: 'collision' }),
      entry(1, '2026-05-01T00:00:00Z', { action: 'search', purpose: 'collision' }),
      entry(2, '2026-05-02T00:00:00Z', { action: 'search', selfApproved: true }),
      entry(3, '2026-05-03T00:00:00Z', { action: 'denied', code: 'GRANT_INVALID' }),
      entry(4, '2026-05-03T00:00:00Z', { action: 'request-denied', code: 'FORBIDDEN' }),
      entry(5, '2026-05-03T00:00:00Z', { action: 'object-opened', content: 'crop' }),
      entry(6, '2026-05-03T00:00:00Z', {
        action: 'object-opened',
        content: 'footage',
        forWorker: true,
      }),
      entry(7, '2026-05-04T00:00:00Z', { action: 'constructor' }),
    );
    expect(countOf(months.get('2026-04')!, 'searches', 'collision')).toBe(1);
    expect(months.get('2026-04')!.logSize).toBe(1);
    const may = months.get('2026-05')!;
    expect(may.counts).toEqual({
      searches: { collision: 1, unknown: 1 },
      searchesSelfApproved: { all: 1 },
      denials: { GRANT_INVALID: 1, FORBIDDEN: 1 },
      opened: { crop: 1 },
    });
    expect(may.logSize).toBe(8);
  });

  it('counts an entry once, however often it is read', () => {
    const search = entry(7, '2026-05-02T00:00:00Z', { action: 'search', purpose: 'collision' });
    const may = monthsOf(search, search).get('2026-05')!;
    expect(countOf(may, 'searches', 'collision')).toBe(1);
  });

  it('takes each picked entry once, and the last judgement', () => {
    const at = '2026-05-03T00:00:00Z';
    const may = monthsOf(
      entry(10, at, { action: 'review-opened', entry: 3, reasons: ['sampled'] }),
      entry(11, at, { action: 'review-opened', entry: 3, reasons: ['sampled'] }),
      entry(12, at, { action: 'review-opened', entry: 4, reasons: ['a secret'] }),
      entry(13, at, { action: 'review-judged', entry: 3, verdict: 'unclear' }),
      entry(14, at, { action: 'review-judged', entry: 3, verdict: 'not-justified' }),
    ).get('2026-05')!;
    expect(may.reviews).toEqual({ 3: ['sampled'] });
    expect(may.verdicts).toEqual({ 3: 'not-justified' });
  });

  it('counts reads in the month of their capture, for a week after it', () => {
    const counted = (sequence: number, at: string, counts: Record<string, number>) =>
      entry(sequence, at, {
        action: 'site-counted',
        counts,
        occasions: [{ occasion: null, cameras: sequence }],
      });
    const months = monthsOf(
      counted(1, '2026-05-31T12:00Z', { '2026-05-30': 5 }),
      counted(2, '2026-06-07T23:59Z', { '2026-05-30': 8, '2026-05-31': 4, '2026-06-01': 1 }),
      counted(3, '2026-06-08T00:00Z', { '2026-05-31': 400, '2026-06-01': 2 }),
    );
    const may = months.get('2026-05')!;
    expect(may.readsOfDays).toEqual({ '2026-05-30': 8, '2026-05-31': 4 });
    expect(may.occasions).toEqual([{ occasion: null, cameras: 1 }]);
    expect(may.logSize).toBe(3);
    expect(months.get('2026-06')!.readsOfDays).toEqual({ '2026-06-01': 2 });
  });

  it('keeps the oldest day that each ratchet was moved to', () => {
    const moved = (sequence: number, to: string | null) =>
      entry(sequence, '2026-05-03T00:00Z', {
        action: 'ratchet-moved',
        moves: [{ name: 'reads', from: '2026-04-01', to }],
      });
    const may = monthsOf(moved(1, '2026-04-12'), moved(2, '2026-04-13')).get('2026-05')!;
    expect(may.oldestDays).toEqual({ reads: '2026-04-13' });
    expect(countOf(may, 'keyMoves')).toBe(2);
  });
});
