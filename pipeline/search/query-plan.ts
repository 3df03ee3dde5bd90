import { alphabetAt, editTerms } from './edit-terms.ts';
import { deletionTerm, endTerm, startTerm, type IndexTerm } from './index-terms.ts';
import { knownCharacters, type PatternPart, type PlatePattern } from './plate-pattern.ts';
import { foldCharacter, skeletonOf } from './skeleton.ts';

/** The terms that find the candidates of a query, the same for each day; see `DayQuery`. */
export interface QueryPlan {
  readonly skeletonAny: readonly IndexTerm[];
  readonly partsAny: readonly IndexTerm[];
  readonly partsAll: readonly (readonly IndexTerm[])[];
  /** True when no term can help: every row of the span has to be opened and compared. */
  readonly scan: boolean;
}

const NOTHING: QueryPlan = { skeletonAny: [], partsAny: [], partsAll: [], scan: false };

/**
 * What to ask the index for. Every row that `matchPlate` accepts is among the candidates; what else is
 * among them is sorted out after opening.
 */
export function planQuery(pattern: PlatePattern): QueryPlan {
  const known = knownCharacters(pattern.parts);
  if (known !== null) {
    const skeleton = skeletonOf(known);
    return pattern.partial
      ? { ...NOTHING, partsAny: present([startTerm(skeleton), endTerm(skeleton)]) }
      : { ...NOTHING, ...editTerms(skeleton, pattern.wrongCharacters) };
  }
  const { parts } = pattern;
  const fixedLength = parts.every((part) => part.kind !== 'any-run');
  const unknown = parts.filter((part) => part.kind === 'any-one').length;
  if (fixedLength && unknown <= 2) {
    return { ...NOTHING, partsAny: withoutUnknowns(parts) };
  }
  const ends = present([
    startTerm(knownRun(parts)),
    endTerm(knownRun(parts.toReversed()).toReversed()),
  ]);
  return ends.length > 0 ? { ...NOTHING, partsAll: [ends] } : { ...NOTHING, scan: true };
}

/**
 * One or two unknown characters in a plate of known length. A row has its deletions as terms, so one
 * unknown is simply left out; the other, if there is one, is tried with every character.
 */
function withoutUnknowns(parts: readonly PatternPart[]): IndexTerm[] {
  const unknownAt = parts.flatMap((part, at) => (part.kind === 'any-one' ? [at] : []));
  // Fewer characters come into question inside a plate than at its ends.
  const [tried, left] = unknownAt.toSorted(
    (a, b) => alphabetAt(a, parts.length).length - alphabetAt(b, parts.length).length,
  );
  const text = (at: number, character: string) =>
    parts.flatMap((part, index) =>
      part.kind === 'known' ? [foldCharacter(part.character)] : index === at ? [character] : [],
    );
  if (left === undefined) return [deletionTerm(text(-1, ''))];
  return alphabetAt(tried!, parts.length).map((character) => deletionTerm(text(tried!, character)));
}

/** The known characters at the start, folded. */
function knownRun(parts: readonly PatternPart[]): string[] {
  const run: string[] = [];
  for (const part of parts) {
    if (part.kind !== 'known') break;
    run.push(foldCharacter(part.character));
  }
  return run;
}

function present(terms: readonly (IndexTerm | null)[]): IndexTerm[] {
  return terms.filter((term) => term !== null);
}
