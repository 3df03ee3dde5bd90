import { foldCharacter } from '../../pipeline/search/skeleton.ts';
import { parsePlateQuery, type PlatePattern } from '../../pipeline/search/plate-pattern.ts';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';

const MOST_CHARACTERS = 8;

/**
 * How probable a known character is at its position. A digit, or a letter that is taken for one, is one
 * of ten; another letter one of twenty, as plates leave some out and use others more often. A Han
 * character stands for a province: one of ten, as one road sees few of them.
 */
function shareOf(character: string): number {
  if (/\d/.test(foldCharacter(character))) return 1 / 10;
  return /[A-Z]/.test(character) ? 1 / 20 : 1 / 10;
}

/**
 * The share of all plates that a query would match, 0…1, from the pattern's structure alone. Every known
 * character divides by what its position can hold; `?` and `*` divide by nothing. A partial plate stands
 * at either end; a run between two `*` at any place where it fits. Each wrong character allowed is a
 * position free to be anything, missing, or one more (as in counting the texts within one edit).
 *
 * Its limits: plates aren't random. Where most plates begin alike (one district), a pattern of just
 * that matches more than estimated; where they are of fixed form, one that breaks it matches none. The
 * estimate is for telling a plate from a fishing net, by orders of magnitude. Asking the index how many
 * rows really match would be exact, and would itself tell whether a plate was seen before anybody
 * approved the question: that is why it isn't done.
 *
 * Throws PATTERN_INVALID, PATTERN_TOO_WIDE.
 */
export function shareOfPlates(query: PlateQuery): number {
  const pattern = parsePlateQuery(query);
  const known = pattern.parts.flatMap((part) => (part.kind === 'known' ? [part.character] : []));
  const shares = known.map(shareOf);
  const exact = shares.reduce((product, share) => product * share, 1);
  // One position replaced or left out: its share falls away. One character more: as often as before.
  const oneEdit = shares.reduce((sum, share) => sum + 2 / share, known.length + 1);
  let edits = 1;
  for (let wrong = 1, ways = 1; wrong <= pattern.wrongCharacters; wrong++) {
    ways *= oneEdit / wrong;
    edits += ways;
  }
  return Math.min(1, exact * edits * placesOf(pattern, known.length));
}

/** At how many places of a plate the known characters may stand. */
function placesOf({ parts, partial }: PlatePattern, known: number): number {
  if (partial) return 2;
  const floating = parts[0]?.kind === 'any-run' && parts.at(-1)?.kind === 'any-run';
  return floating ? Math.max(1, MOST_CHARACTERS - known + 1) : 1;
}

/** Of this many reads, how many the queries would match all together, rounded up to whole ones. */
export function expectedMatches(queries: readonly PlateQuery[], reads: number): number {
  const share = queries.reduce((sum, query) => sum + shareOfPlates(query), 0);
  // Less the noise of adding up many small shares.
  return Math.ceil(Number((Math.min(1, share) * reads).toFixed(6)));
}

/** Characters that the query knows, for telling whether it is a plate at all. */
export function knownCharactersOf(query: PlateQuery): {
  readonly known: number;
  readonly whole: boolean;
} {
  const { parts, partial } = parsePlateQuery(query);
  const known = parts.filter((part) => part.kind === 'known').length;
  return { known, whole: !partial && known === parts.length };
}
