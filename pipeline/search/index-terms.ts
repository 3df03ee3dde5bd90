import { plateCharactersOf, skeletonOf } from './skeleton.ts';

/**
 * The terms of the sealed index: short strings that the keeper turns into keyed tokens. Each begins
 * with what it is, so that a token of one sort never equals one of another.
 */
export type IndexTerm = string;

export interface IndexTerms {
  readonly skeleton: IndexTerm;
  /** No duplicates. */
  readonly parts: readonly IndexTerm[];
}

/**
 * How many characters of either end are indexed. Two is the least that narrows a search at all, and
 * what a witness or a district mark gives; four is the tail that people remember, and one more would
 * save few candidates for one more token a row. Longer known ends are looked up by their four.
 */
export const END_LENGTHS = [2, 3, 4] as const;
const LONGEST_END = Math.max(...END_LENGTHS);

export function skeletonTerm(skeleton: readonly string[]): IndexTerm {
  return `s|${skeleton.join('')}`;
}

/** Term of a skeleton from which one character was taken. */
export function deletionTerm(skeleton: readonly string[]): IndexTerm {
  return `d|${skeleton.join('')}`;
}

/** Term of the first characters of a skeleton, as many of those known as are indexed; null: too few. */
export function startTerm(known: readonly string[]): IndexTerm | null {
  const length = indexedLength(known.length);
  return length === null ? null : `f${length}|${known.slice(0, length).join('')}`;
}

/** As `startTerm`, of the last characters. */
export function endTerm(known: readonly string[]): IndexTerm | null {
  const length = indexedLength(known.length);
  return length === null ? null : `l${length}|${known.slice(known.length - length).join('')}`;
}

/** The skeleton with each character left out in turn. Runs of one character give one variant. */
export function deletionsOf(skeleton: readonly string[]): string[][] {
  const variants: string[][] = [];
  for (let at = 0; at < skeleton.length; at++) {
    if (at > 0 && skeleton[at] === skeleton[at - 1]) continue;
    variants.push([...skeleton.slice(0, at), ...skeleton.slice(at + 1)]);
  }
  return variants;
}

/** The terms under which a plate text is indexed. A text without letters or digits has no parts. */
export function indexTermsOf(text: string): IndexTerms {
  const skeleton = skeletonOf(plateCharactersOf(text));
  const parts = new Set(deletionsOf(skeleton).map(deletionTerm));
  for (const length of END_LENGTHS) {
    if (skeleton.length < length) break;
    parts.add(`f${length}|${skeleton.slice(0, length).join('')}`);
    parts.add(`l${length}|${skeleton.slice(skeleton.length - length).join('')}`);
  }
  return { skeleton: skeletonTerm(skeleton), parts: [...parts] };
}

/** Whether the term is of the first or last characters. */
export function isEndTerm(term: IndexTerm): boolean {
  return term.startsWith('f') || term.startsWith('l');
}

function indexedLength(known: number): number | null {
  const length = Math.min(known, LONGEST_END);
  return (END_LENGTHS as readonly number[]).includes(length) ? length : null;
}
