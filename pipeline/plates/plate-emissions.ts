import { PLATE_CHARACTERS, SEPARATORS } from '../grammar/characters.ts';
import type { CharacterLattice } from './plate-models.ts';

/**
 * A lattice folded on to the characters that plates hold. `probabilities` is float32,
 * `steps × SYMBOLS.length`, row-major, rows sum to 1: column 0 is the CTC blank, then the plate
 * characters (lower case counts as upper), then separators together, then everything else together.
 */
export interface PlateEmissions {
  readonly probabilities: Float32Array;
  readonly steps: number;
}

export const BLANK = 0;
export const SYMBOLS: readonly string[] = ['', ...PLATE_CHARACTERS, ' ', '\u{FFFD}'];
export const SEPARATOR = SYMBOLS.length - 2;
export const FOREIGN = SYMBOLS.length - 1;
export const SYMBOL_INDEX: ReadonlyMap<string, number> = new Map(SYMBOLS.map((s, i) => [s, i]));

const foldings = new WeakMap<readonly string[], Uint8Array>();

/** Folds a reader's lattice; zero steps stay zero steps. */
export function foldLattice(lattice: CharacterLattice): PlateEmissions {
  const folding = foldingOf(lattice.alphabet);
  const width = lattice.alphabet.length;
  const probabilities = new Float32Array(lattice.steps * SYMBOLS.length);
  for (let step = 0; step < lattice.steps; step++) {
    const from = step * width;
    const to = step * SYMBOLS.length;
    for (let i = 0; i < width; i++) {
      const at = to + folding[i]!;
      probabilities[at] = probabilities[at]! + lattice.probabilities[from + i]!;
    }
  }
  return { probabilities, steps: lattice.steps };
}

/** The alphabet's index → symbol index. A reader that lacks a plate character can never read it. */
function foldingOf(alphabet: readonly string[]): Uint8Array {
  const known = foldings.get(alphabet);
  if (known !== undefined) return known;
  const folding = Uint8Array.from(alphabet, (character, index) => {
    if (index === 0) return BLANK;
    if (SEPARATORS.includes(character)) return SEPARATOR;
    return SYMBOL_INDEX.get(character.toUpperCase()) ?? FOREIGN;
  });
  foldings.set(alphabet, folding);
  return folding;
}
