import type { WeightedRead } from './cluster-reads.ts';
import type { Column } from './merge-column.ts';
import { shapeOf } from './text-shape.ts';

export interface RankedText {
  readonly text: string;
  /** The character taken in each column, `''` for none. */
  readonly choices: readonly string[];
  readonly probability: number;
}

const BEAM = 16;
const CHOICES_A_COLUMN = 4;
/** How much likelier a text is whose shape a read that fits a grammar has, when all reads fit one. */
const SHAPE_BONUS = 6;

/**
 * The likeliest whole texts of the columns, best first, at least one; their probabilities sum to ≤ 1.
 * A text with the shape of reads that fitted a grammar is likelier by their share of the weight.
 */
export function rankTexts(
  columns: readonly Column[],
  members: readonly WeightedRead[],
): readonly RankedText[] {
  const bonus = shapeBonus(members);
  let beam: RankedText[] = [{ text: '', choices: [], probability: 1 }];
  for (const column of columns) {
    beam = beam
      .flatMap((prefix) =>
        column.slice(0, CHOICES_A_COLUMN).map(({ character, probability }) => ({
          text: prefix.text + character,
          choices: [...prefix.choices, character],
          probability: prefix.probability * probability,
        })),
      )
      .sort(byProbability)
      .slice(0, BEAM);
  }
  const scored = distinct(beam).map((t) => ({
    ...t,
    probability: t.probability * (bonus.get(shapeOf(t.text)) ?? 1),
  }));
  const sum = Math.max(
    1,
    scored.reduce((all, t) => all + t.probability, 0),
  );
  return scored.map((t) => ({ ...t, probability: t.probability / sum })).sort(byProbability);
}

/** For each shape that fitted a grammar: how much likelier it makes a text. */
function shapeBonus(members: readonly WeightedRead[]): ReadonlyMap<string, number> {
  const total = members.reduce((sum, m) => sum + m.weight, 0);
  const weights = new Map<string, number>();
  for (const { read, weight } of members) {
    if (read.region === null) continue;
    const shape = shapeOf(read.text);
    weights.set(shape, (weights.get(shape) ?? 0) + weight);
  }
  return new Map([...weights].map(([shape, w]) => [shape, 1 + (SHAPE_BONUS - 1) * (w / total)]));
}

/** One entry a text: the likeliest way to spell it. The list is sorted. */
function distinct(texts: readonly RankedText[]): RankedText[] {
  const seen = new Set<string>();
  return texts.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function byProbability(a: RankedText, b: RankedText): number {
  return b.probability - a.probability || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}
