import type { PlateCharacter } from '../plates/plate-reading.ts';

/** Cost of a character that one read has and the other lacks: inside the text, and before or after it. */
const GAP_INSIDE = 1;
/** Less at the ends: plates half out of the picture, and emblems taken for a character, are common. */
const GAP_AT_END = 0.6;

export interface Alignment {
  /** For each character of the reference: the index into the read, or -1 for none. */
  readonly readIndices: readonly number[];
  /** Edits between the two, each 0…1: what two characters have in common makes a substitution cheaper. */
  readonly distance: number;
}

/**
 * The cheapest global alignment of a read to a reference (Needleman & Wunsch 1970). Characters are
 * compared as distributions, so an O that may be a D lies nearer to a D than an X does.
 */
export function alignRead(
  reference: readonly PlateCharacter[],
  read: readonly PlateCharacter[],
): Alignment {
  const rows = reference.length;
  const columns = read.length;
  const stride = columns + 1;
  const cost = new Float64Array((rows + 1) * stride);
  const gapInRead = (column: number) =>
    column === 0 || column === columns ? GAP_AT_END : GAP_INSIDE;
  const gapInReference = (row: number) => (row === 0 || row === rows ? GAP_AT_END : GAP_INSIDE);
  for (let column = 1; column <= columns; column++) cost[column] = column * gapInReference(0);
  for (let row = 1; row <= rows; row++) {
    cost[row * stride] = row * gapInRead(0);
    for (let column = 1; column <= columns; column++) {
      const at = row * stride + column;
      cost[at] = Math.min(
        cost[at - stride - 1]! + substitution(reference[row - 1]!, read[column - 1]!),
        cost[at - stride]! + gapInRead(column),
        cost[at - 1]! + gapInReference(row),
      );
    }
  }
  const readIndices = new Array<number>(rows).fill(-1);
  let row = rows;
  let column = columns;
  while (row > 0 && column > 0) {
    const at = row * stride + column;
    if (
      cost[at] ===
      cost[at - stride - 1]! + substitution(reference[row - 1]!, read[column - 1]!)
    ) {
      readIndices[--row] = --column;
    } else if (cost[at] === cost[at - stride]! + gapInRead(column)) row--;
    else column--;
  }
  return { readIndices, distance: cost[rows * stride + columns]! };
}

/** Edits a character of the longer text, 0 (alike) … 1 (nothing in common); two empty texts: 0. */
export function readDistance(a: readonly PlateCharacter[], b: readonly PlateCharacter[]): number {
  const length = Math.max(a.length, b.length);
  return length === 0 ? 0 : alignRead(a, b).distance / length;
}

/** 1 − the probability that the two distributions share. */
function substitution(a: PlateCharacter, b: PlateCharacter): number {
  if (a.character === b.character) return 0;
  let shared = Math.min(a.confidence, probabilityOf(b, a.character));
  for (const { character, confidence } of a.alternatives) {
    shared += Math.min(confidence, probabilityOf(b, character));
  }
  return 1 - Math.min(1, shared);
}

/** What a read gives for a character at one place, 0 when it isn't among its alternatives. */
export function probabilityOf(place: PlateCharacter, character: string): number {
  if (place.character === character) return place.confidence;
  return place.alternatives.find((a) => a.character === character)?.confidence ?? 0;
}
