import { LETTERS, DIGITS, PLATE_CHARACTERS } from '../grammar/characters.ts';
import { deletionsOf, deletionTerm, skeletonTerm, type IndexTerm } from './index-terms.ts';
import { foldCharacter } from './skeleton.ts';

/** Terms of which each row within some edits of a plate has at least one. */
export interface EditTerms {
  readonly skeletonAny: IndexTerm[];
  readonly partsAny: IndexTerm[];
}

/** Skeleton characters that stand anywhere in a plate. */
const INNER = unique(Array.from(DIGITS + LETTERS, foldCharacter));
/** And at its ends, where Han characters stand too. */
const AT_ENDS = unique(PLATE_CHARACTERS.map(foldCharacter));

/**
 * The terms that find every row whose skeleton is at most `edits` insertions, deletions or
 * substitutions away. A row has the deletions of its skeleton as terms (the symmetric-delete scheme,
 * W. Garbe, SymSpell, 2012), so for one edit the query's own deletions suffice. For two, one edit is
 * left to the row’s deletions and the other is tried here, character by character: up to 2,000 terms
 * for seven characters. Hashing and looking them up takes some 20 ms a day.
 */
export function editTerms(skeleton: readonly string[], edits: 0 | 1 | 2): EditTerms {
  if (edits === 0) return { skeletonAny: [skeletonTerm(skeleton)], partsAny: [] };
  const once = deletionsOf(skeleton);
  if (edits === 1) {
    return {
      skeletonAny: terms([skeleton, ...once], skeletonTerm),
      partsAny: terms([skeleton, ...once], deletionTerm),
    };
  }
  const twice = once.flatMap(deletionsOf);
  return {
    skeletonAny: terms([skeleton, ...once, ...twice], skeletonTerm),
    partsAny: terms(
      [
        skeleton,
        ...once,
        ...twice,
        ...insertionsInto(skeleton),
        ...substitutionsIn(skeleton),
        ...once.flatMap(substitutionsIn),
      ],
      deletionTerm,
    ),
  };
}

/** The characters that a skeleton may have at a place. */
export function alphabetAt(position: number, length: number): readonly string[] {
  return position === 0 || position === length - 1 ? AT_ENDS : INNER;
}

function substitutionsIn(skeleton: readonly string[]): string[][] {
  return skeleton.flatMap((_, at) =>
    alphabetAt(at, skeleton.length).map((character) => skeleton.with(at, character)),
  );
}

function insertionsInto(skeleton: readonly string[]): string[][] {
  const variants: string[][] = [];
  for (let at = 0; at <= skeleton.length; at++) {
    for (const character of alphabetAt(at, skeleton.length + 1)) {
      variants.push(skeleton.toSpliced(at, 0, character));
    }
  }
  return variants;
}

function terms(
  skeletons: readonly (readonly string[])[],
  term: (skeleton: readonly string[]) => IndexTerm,
): IndexTerm[] {
  return unique(skeletons.map(term));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
