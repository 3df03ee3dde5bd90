import type { CharacterLattice } from './plate-models.ts';

/** What stands at one place: characters with their probabilities; the rest is blank. */
export type WrittenStep = Readonly<Record<string, number>>;

/**
 * The lattice of a reader that saw exactly this: for tests. A string is one certain character a place;
 * places are a blank step apart.
 */
export function writtenLattice(
  places: string | readonly WrittenStep[],
  alphabet: readonly string[] = WRITTEN_ALPHABET,
): CharacterLattice {
  const written =
    typeof places === 'string' ? Array.from(places).map((c) => ({ [c]: 0.99 })) : places;
  const steps = written.flatMap((place) => [place, {}]);
  const probabilities = new Float32Array(steps.length * alphabet.length);
  steps.forEach((place, step) => {
    let blank = 1;
    for (const [character, probability] of Object.entries(place)) {
      probabilities[step * alphabet.length + alphabet.indexOf(character)] = probability;
      blank -= probability;
    }
    probabilities[step * alphabet.length] = blank;
  });
  return { probabilities, steps: steps.length, alphabet };
}

export const WRITTEN_ALPHABET = [
  '',
  ...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  ...Array.from('abcdefghijklmnopqrstuvwxyz'),
  ...Array.from('京沪粤皖学警棕口·-. '),
];
