import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIGITS, LETTERS, PROVINCES } from '../grammar/characters.ts';
import type { PlateText } from '../plates/plate-reading.ts';
import { CONFUSION_GROUPS } from '../plates/confusion.ts';
import { indexTermsOf } from './index-terms.ts';
import { matchPlate } from './match-plate.ts';
import { parsePlateQuery } from './plate-pattern.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import type { PlateQuery } from './sealed-read.ts';

/** What the database does with the terms, on the terms themselves. */
function isCandidate(plan: QueryPlan, text: string): boolean {
  const { skeleton, parts } = indexTermsOf(text);
  const has = (term: string) => parts.includes(term);
  return (
    plan.skeletonAny.includes(skeleton) ||
    plan.partsAny.some(has) ||
    plan.partsAll.some((all) => all.length > 0 && all.every(has))
  );
}

const planOf = (pattern: string, rest: Partial<PlateQuery> = {}) =>
  planQuery(parsePlateQuery({ pattern, wrongCharacters: 0, partial: false, ...rest }));

const matches = (pattern: string, text: string, rest: Partial<PlateQuery> = {}) =>
  matchPlate(parsePlateQuery({ pattern, wrongCharacters: 0, partial: false, ...rest }), {
    text,
    confidence: 1,
    characters: [],
    alternatives: [],
    region: null,
  } satisfies PlateText) !== null;

const inner = fc.constantFrom(...Array.from(DIGITS + LETTERS));
const first = fc.oneof(inner, fc.constantFrom(...Array.from(PROVINCES)));
const plates = fc
  .tuple(first, fc.array(inner, { minLength: 4, maxLength: 8 }))
  .map(([start, rest]) => start + rest.join(''));

interface Edit {
  kind: 'put' | 'drop' | 'replace';
  at: number;
  character: string;
}
const edits = fc.record<Edit>({
  kind: fc.constantFrom('put', 'drop', 'replace'),
  at: fc.nat(),
  character: inner,
});
function edited(text: string, { kind, at, character }: Edit): string {
  const characters = Array.from(text);
  if (kind === 'put') characters.splice(at % (characters.length + 1), 0, character);
  else if (kind === 'drop') characters.splice(at % characters.length, 1);
  else characters[at % characters.length] = character;
  return characters.join('');
}

describe('planQuery', () => {
  it('finds nothing but the same skeleton for a whole plate', () => {
    const plan = planOf('AB 8123');
    expect(isCandidate(plan, 'A8B123')).toBe(true);
    expect(isCandidate(plan, 'AB8124')).toBe(false);
    expect(isCandidate(plan, '')).toBe(false);
  });

  it.each([
    ['AB?123', 'ABX123', 'ABX124'],
    ['AB?12?', 'ABX12京', 'ABX13C'],
    ['?B?123', '粤BX123', '粤CX123'],
    ['AB*', 'AB', 'AC'],
    ['AB*', 'AB12345', 'BA12345'],
    ['*234', 'X1234', 'X1235'],
    ['ABCDEF*', 'ABCDEF1', 'ABXDEF1'],
    ['AB*34', 'ABX34', 'ABX43'],
    ['AB???56', 'AB12356', 'AB12365'],
  ])('%j has %j for a candidate and not %j', (pattern, text, other) => {
    const plan = planOf(pattern);
    expect(plan.scan).toBe(false);
    expect(matches(pattern, text)).toBe(true);
    expect(isCandidate(plan, text)).toBe(true);
    expect(isCandidate(plan, other)).toBe(false);
  });

  it.each(['*B12*', '?A*B?', 'A?C?E?G'])('%j can only be scanned for', (pattern) => {
    const plan = planOf(pattern);
    expect(plan).toEqual({ skeletonAny: [], partsAny: [], partsAll: [], scan: true });
  });

  it('finds a partial plate at either end', () => {
    const plan = planOf('8123', { partial: true });
    expect(isCandidate(plan, 'KXB123')).toBe(true);
    expect(isCandidate(plan, 'B123XY')).toBe(true);
    expect(isCandidate(plan, 'KB123X')).toBe(false);
  });

  it('has every plate one edit away among the candidates for one wrong character', () => {
    fc.assert(
      fc.property(plates, edits, (text, edit) => {
        const rest = { wrongCharacters: 1 } as const;
        const seen = edited(text, edit);
        expect(isCandidate(planOf(text, rest), seen)).toBe(true);
        expect(matches(text, seen, rest)).toBe(true);
      }),
    );
  });

  it('has every plate two edits away among the candidates for two wrong characters', () => {
    fc.assert(
      fc.property(plates, edits, edits, (text, one, other) => {
        const rest = { wrongCharacters: 2 } as const;
        const seen = edited(edited(text, one), other);
        expect(isCandidate(planOf(text, rest), seen)).toBe(true);
        expect(matches(text, seen, rest)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has whatever a pattern matches among the candidates, unless it says scan', () => {
    const holes = fc.array(fc.constantFrom('keep', 'keep', 'one', 'run'), {
      minLength: 9,
      maxLength: 9,
    });
    const alike = (character: string) =>
      CONFUSION_GROUPS.find((g) => (g.members as readonly string[]).includes(character))?.folded ??
      character;
    fc.assert(
      fc.property(plates, holes, (text, hole) => {
        const pattern = Array.from(text, (character, at) =>
          hole[at] === 'one' ? '?' : hole[at] === 'run' ? '*' : alike(character),
        ).join('');
        fc.pre(pattern.replace(/[?*]/g, '').length >= 2);
        const plan = planOf(pattern);
        expect(matches(pattern, text)).toBe(true);
        expect(plan.scan || isCandidate(plan, text)).toBe(true);
      }),
    );
  });

  it('keeps two wrong characters affordable', () => {
    const plan = planOf('京A12345', { wrongCharacters: 2 });
    expect(plan.skeletonAny.length + plan.partsAny.length).toBeLessThan(2_000);
  });
});
