import type { PlateText } from '../plates/plate-reading.ts';
import type { PatternPart, PlatePattern } from './plate-pattern.ts';
import type { MatchReason, PlateMatch } from './sealed-read.ts';
import { looksAlike, plateCharactersOf } from './skeleton.ts';

/** What a confusable character costs, where a wrong one costs 1. */
const ALIKE_COST = 0.25;
/** The share of a wrong character's cost that the read's own second guess can take away. */
const SECOND_GUESS_DISCOUNT = 0.5;

/** One position of a read: its character and what else it may be. */
interface ReadCharacter {
  readonly character: string;
  /** The read's probability that it is this other character, 0…1. */
  likelihoodOf(character: string): number;
}

/** The best way of laying the pattern up to some part over the read up to some character. */
interface Cell {
  readonly edits: number;
  readonly cost: number;
  readonly reason: MatchReason | null;
  readonly before: Cell | null;
}

/**
 * Lays a query over a read and says how well it fits and why; null when it doesn't. Characters of one
 * confusion group match; others are wrong characters, of which the query allows some. Of the ways to
 * lay it, the one with the fewest wrong characters is taken, then the cheapest (Levenshtein distance
 * with those costs). The score is 1 minus cost per known character.
 */
export function matchPlate(pattern: PlatePattern, plate: PlateText): PlateMatch | null {
  const read = readCharactersOf(plate);
  const layouts = pattern.partial
    ? [
        [...pattern.parts, { kind: 'any-run' as const }],
        [{ kind: 'any-run' as const }, ...pattern.parts],
      ]
    : [pattern.parts];
  let best: Cell | null = null;
  for (const parts of layouts) best = better(best, layOver(parts, read, pattern.wrongCharacters));
  if (best === null) return null;
  const reasons: MatchReason[] = [];
  for (let cell: Cell | null = best; cell !== null; cell = cell.before) {
    if (cell.reason !== null) reasons.unshift(cell.reason);
  }
  const known = pattern.parts.filter((part) => part.kind === 'known').length;
  return { score: Math.max(0, 1 - best.cost / known), reasons };
}

function readCharactersOf(plate: PlateText): ReadCharacter[] {
  const characters = plateCharactersOf(plate.text);
  const aligned = plate.characters.length === characters.length;
  return characters.map((character, at) => ({
    character,
    likelihoodOf(other) {
      if (!aligned) return 0;
      const alternatives = plate.characters[at]!.alternatives;
      return alternatives.find((one) => one.character === other)?.confidence ?? 0;
    },
  }));
}

function layOver(
  parts: readonly PatternPart[],
  read: readonly ReadCharacter[],
  allowed: number,
): Cell | null {
  const within = (cell: Cell | null) => (cell !== null && cell.edits <= allowed ? cell : null);
  let above: (Cell | null)[] = [];
  for (let p = 0; p <= parts.length; p++) {
    const row: (Cell | null)[] = [];
    const part = parts[p - 1];
    for (let r = 0; r <= read.length; r++) {
      let best: Cell | null = null;
      if (part === undefined && r === 0) best = { edits: 0, cost: 0, reason: null, before: null };
      const diagonal = r > 0 ? (above[r - 1] ?? null) : null;
      if (part?.kind === 'any-run') {
        best = better(above[r] ?? null, r > 0 ? (row[r - 1] ?? null) : null);
      } else if (part?.kind === 'any-one') {
        best = diagonal;
      } else if (part !== undefined) {
        best = better(best, pair(diagonal, part.character, read[r - 1], r));
        best = better(
          best,
          edit(above[r] ?? null, {
            kind: 'missing',
            position: r + 1,
            queried: part.character,
          }),
        );
      }
      // In a run of any characters nothing is extra.
      if (r > 0 && part?.kind !== 'any-run') {
        const { character } = read[r - 1]!;
        best = better(
          best,
          edit(row[r - 1] ?? null, { kind: 'extra', position: r, read: character }),
        );
      }
      row.push(within(best));
    }
    above = row;
  }
  return above[read.length] ?? null;
}

/** A queried character on a read one. */
function pair(
  before: Cell | null,
  queried: string,
  read: ReadCharacter | undefined,
  position: number,
): Cell | null {
  if (before === null || read === undefined) return null;
  if (read.character === queried) return before;
  const likelihood = read.likelihoodOf(queried);
  if (looksAlike(read.character, queried)) {
    const reason: MatchReason = { kind: 'alike', position, queried, read: read.character };
    const cost = before.cost + ALIKE_COST * (1 - likelihood);
    return { edits: before.edits, cost, reason, before };
  }
  const reason: MatchReason = {
    kind: 'different',
    position,
    queried,
    read: read.character,
    readAlternative: likelihood,
  };
  const cost = before.cost + 1 - SECOND_GUESS_DISCOUNT * likelihood;
  return { edits: before.edits + 1, cost, reason, before };
}

function edit(before: Cell | null, reason: MatchReason): Cell | null {
  return before && { edits: before.edits + 1, cost: before.cost + 1, reason, before };
}

function better(a: Cell | null, b: Cell | null): Cell | null {
  if (a === null || b === null) return a ?? b;
  return b.edits < a.edits || (b.edits === a.edits && b.cost < a.cost) ? b : a;
}
