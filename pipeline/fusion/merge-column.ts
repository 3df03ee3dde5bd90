import type { PlateCharacter } from '../plates/plate-reading.ts';
import { probabilityOf } from './align-reads.ts';

/** What the reads say of one place of a plate: characters, best first; `''` means that there is none. */
export type Column = readonly ColumnChoice[];
export interface ColumnChoice {
  readonly character: string;
  readonly probability: number;
}

/** What one read says of the place; `place` is null when it has no character there. */
export interface ColumnVote {
  readonly place: PlateCharacter | null;
  readonly weight: number;
}

/** However sure a read is, this much is left for every character it doesn't name. */
const FLOOR = 0.02;
/** What a read that has no character at a place gives to there being none. */
const NONE_CONFIDENCE = 0.8;
const MAX_ALTERNATIVES = 4;

/**
 * Pools the votes: the weighted geometric mean of the reads' probabilities, sharpened by how many reads
 * there effectively are (Kish's effective sample size), but only by its logarithm, since frames of one
 * vehicle share their blur and their shadows. At least one vote with a weight is needed.
 */
export function mergeColumn(votes: readonly ColumnVote[]): Column {
  const total = votes.reduce((sum, v) => sum + v.weight, 0);
  const effective = total ** 2 / votes.reduce((sum, v) => sum + v.weight ** 2, 0);
  const sharpness = 1 + 0.5 * Math.log2(effective);
  const named = new Set(
    votes.flatMap(({ place }) => (place === null ? [''] : charactersAt(place))),
  );
  const scores = [...named].map((character) => {
    const logMean = votes.reduce(
      (sum, { place, weight }) =>
        sum + (weight / total) * Math.log(Math.max(FLOOR, seenAs(place, character))),
      0,
    );
    return { character, score: Math.exp(sharpness * logMean) };
  });
  // One more candidate stands for all that no read named.
  const sum = scores.reduce((all, s) => all + s.score, FLOOR ** sharpness);
  return scores
    .map(({ character, score }) => ({ character, probability: score / sum }))
    .sort((a, b) => b.probability - a.probability || (a.character < b.character ? -1 : 1));
}

/** The column as a character of the fused plate, the choice first. */
export function characterOf(column: Column, choice: string): PlateCharacter {
  return {
    character: choice,
    confidence: column.find((c) => c.character === choice)?.probability ?? 0,
    alternatives: column
      .filter((c) => c.character !== choice && c.character !== '')
      .slice(0, MAX_ALTERNATIVES)
      .map(({ character, probability }) => ({ character, confidence: probability })),
  };
}

function charactersAt(place: PlateCharacter): string[] {
  return [place.character, ...place.alternatives.map((a) => a.character)];
}

function seenAs(place: PlateCharacter | null, character: string): number {
  if (place === null) return character === '' ? NONE_CONFIDENCE : 0;
  return character === '' ? 0 : probabilityOf(place, character);
}
