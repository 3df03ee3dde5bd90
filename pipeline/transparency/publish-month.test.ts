import fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { REVIEW_REASONS, VERDICTS } from '../reviews/review-words.ts';
import { emptyMonth, type MonthFigures } from './month-figures.ts';
import { publishMonth } from './publish-month.ts';
import { reportCsv } from './report-csv.ts';
import { TransparencyReport } from './report.ts';

const complete = { complete: true, checkpoint: null };
const small = fc.nat(9);
const cellsOf = (...names: string[]) => fc.dictionary(fc.constantFrom(...names), small);

/** Any month of a few acts. */
const figures: fc.Arbitrary<MonthFigures> = fc
  .record({
    searches: cellsOf('stolen-vehicle', 'collision', 'court-order'),
    denials: cellsOf('GRANT_INVALID', 'FORBIDDEN'),
    opened: cellsOf('crop', 'clip'),
    unmaskings: cellsOf('all'),
    holdsApproved: cellsOf('all'),
  })
  .chain((counts) => {
    const searches = Object.values(counts.searches).reduce((sum, one) => sum + one, 0);
    return fc.record({
      counts: fc.nat(searches).map((all) => ({ ...counts, searchesSelfApproved: { all } })),
      readsOfDays: fc.option(cellsOf('2026-05-01', '2026-05-02')),
      reviews: fc.dictionary(
        fc.nat(99).map(String),
        fc.uniqueArray(fc.constantFrom(...REVIEW_REASONS), { minLength: 1 }),
        { maxKeys: searches },
      ),
      verdicts: fc.dictionary(fc.nat(99).map(String), fc.constantFrom(...VERDICTS)),
    });
  })
  .map((some) => ({ ...emptyMonth('2026-05'), ...some }));

describe('a published month', () => {
  it('says none of an empty one, and that nothing was counted', () => {
    const report = publishMonth(emptyMonth('2026-05'), complete);
    expect(report).toMatchObject({
      month: '2026-05',
      complete: true,
      cameras: null,
      reads: null,
      searches: { total: 0, byPurpose: {}, selfApproved: 0 },
      unmaskings: 0,
      reviews: {
        picked: { total: 0, byReason: { sampled: 0, unmasking: 0 } },
        judged: { total: 0, byVerdict: { justified: 0, 'not-justified': 0, unclear: 0 } },
      },
      log: { size: 0, checkpoint: null },
    });
  });

  it('gives large counts as they are, and what is about the system', () => {
    const report = publishMonth(
      {
        ...emptyMonth('2026-05'),
        counts: {
          searches: { 'court-order': 30, collision: 12 },
          searchesSelfApproved: { all: 6 },
          retentionRuns: { all: 3 },
        },
        readsOfDays: { '2026-05-01': 1_000, '2026-05-02': 500 },
        occasions: [
          { occasion: 'school crossing', cameras: 1 },
          { occasion: null, cameras: 2 },
        ],
        oldestDays: { reads: '2026-05-10', 'reads-7': null },
      },
      complete,
    );
    expect(report).toMatchObject({
      cameras: {
        total: 3,
        occasions: [
          { occasion: null, cameras: 2 },
          { occasion: 'school crossing', cameras: 1 },
        ],
      },
      reads: 1_500,
      searches: {
        total: 42,
        byPurpose: { collision: 12, 'court-order': 30 },
        selfApproved: 6,
      },
      retention: { runs: 3, oldestDays: { reads: '2026-05-10', 'reads-7': null } },
    });
  });

  it('is of its schema, whatever happened', () => {
    fc.assert(
      fc.property(figures, fc.boolean(), (month, isComplete) => {
        const report = publishMonth(month, { complete: isComplete, checkpoint: null });
        expect(Check(TransparencyReport, report)).toBe(true);
      }),
    );
  });

  it('leaves every hidden cell of its tables at least two values', () => {
    fc.assert(
      fc.property(figures, (month) => {
        const report = publishMonth(month, complete);
        for (const [figure, cells] of Object.entries(month.counts)) {
          for (const [cell, count] of Object.entries(cells)) {
            if (count < 1 || count > 4) continue;
            const others = [1, 2, 3, 4].filter((other) => other !== count);
            const same = others.filter((other) => {
              const counts = { ...month.counts, [figure]: { ...cells, [cell]: other } };
              if (!isPossible({ ...month, counts })) return false;
              return isSame(publishMonth({ ...month, counts }, complete), report);
            });
            // Where other counts bind this one, they may move along within what is published.
            expect(same.length > 0 || isFreeTogether(month, report, figure, cell)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives no number from 1 to 4 of what people did', () => {
    fc.assert(
      fc.property(figures, (month) => {
        const ofSystem = ['cameras', 'retention', 'log', 'method'];
        const ofPeople = JSON.stringify(publishMonth(month, complete), (key, value: unknown) =>
          ofSystem.includes(key) ? undefined : value,
        );
        const numbers = ofPeople.match(/(?<=:)\d+(?=[,}])/g);
        for (const number of numbers ?? []) expect([1, 2, 3, 4]).not.toContain(Number(number));
      }),
    );
  });

  it('shows no single act while the month goes on', () => {
    const one = {
      ...emptyMonth('2026-05'),
      counts: { searches: { collision: 1 }, unmaskings: { all: 1 }, denials: { FORBIDDEN: 3 } },
      verdicts: { 7: 'not-justified' as const },
      reviews: { 7: ['sampled' as const] },
    };
    const running = { complete: false, checkpoint: null };
    expect(publishMonth(one, running)).toEqual(publishMonth(emptyMonth('2026-05'), running));
  });
});

/** Searches that nobody else approved, and entries drawn from the searches, are among them. */
function isPossible({ counts, reviews }: MonthFigures): boolean {
  const sum = (figure: string) => Object.values(counts[figure] ?? {}).reduce((a, b) => a + b, 0);
  const ofSearches = Object.values(reviews).filter((reasons) => reasons.includes('sampled'));
  return sum('searchesSelfApproved') <= sum('searches') && ofSearches.length <= sum('searches');
}

function isSame(a: TransparencyReport, b: TransparencyReport): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The cell takes another value when the self-approved searches and the sample shrink with it. */
function isFreeTogether(
  month: MonthFigures,
  report: TransparencyReport,
  figure: string,
  cell: string,
): boolean {
  for (const other of [1, 2, 3, 4]) {
    for (let all = 0; all <= 8; all++) {
      for (let drop = 0; drop <= 8; drop++) {
        const counts = {
          ...month.counts,
          [figure]: { ...month.counts[figure], [cell]: other },
          searchesSelfApproved: { all },
        };
        const keys = Object.keys(month.reviews);
        const dropped = new Set(
          keys.filter((key) => month.reviews[key]!.includes('sampled')).slice(0, drop),
        );
        const reviews = Object.fromEntries(
          Object.entries(month.reviews).map(([key, reasons]) => [
            key,
            dropped.has(key) ? reasons.filter((reason) => reason !== 'sampled') : reasons,
          ]),
        );
        const world = { ...month, counts, reviews };
        if (other === month.counts[figure]![cell] || !isPossible(world)) continue;
        if (isSame(publishMonth(world, complete), report)) return true;
      }
    }
  }
  return false;
}

describe('as CSV', () => {
  it('has a row for each number and no formula', () => {
    const report = publishMonth(
      {
        ...emptyMonth('2026-05'),
        counts: { searches: { collision: 12 } },
        occasions: [{ occasion: '=HYPERLINK("x"), or so', cameras: 1 }],
      },
      complete,
    );
    const lines = reportCsv(report).split('\r\n');
    expect(lines[0]).toBe('figure,part,value');
    expect(lines).toContain('searches.byPurpose,collision,12');
    expect(lines).toContain('searches.total,,12');
    expect(lines).toContain('reviews.judged.byVerdict,not-justified,0');
    expect(lines).toContain('cameras.occasion,"\'=HYPERLINK(""x""), or so",1');
    expect(lines).toContain('reads,,');
  });
});
