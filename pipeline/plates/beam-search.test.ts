import { describe, expect, it } from 'vitest';
import { searchBeams } from './beam-search.ts';
import { foldLattice, SYMBOLS } from './plate-emissions.ts';
import { writtenLattice, WRITTEN_ALPHABET, type WrittenStep } from './written-lattice.ts';

const texts = (places: string | readonly WrittenStep[]) =>
  searchBeams(foldLattice(writtenLattice(places))).map((h) => ({
    text: h.characters.map((c) => SYMBOLS[c.symbol]).join(''),
    probability: Math.exp(h.logProbability),
  }));

describe('CTC beam search', () => {
  it('reads nothing out of no steps', () => {
    expect(texts('')).toEqual([{ text: '', probability: 1 }]);
  });

  it('keeps equal neighbours that a blank divides, and folds case', () => {
    expect(texts('aa11')[0]!.text).toBe('AA11');
  });

  it('takes one character over several steps for one', () => {
    const width = WRITTEN_ALPHABET.length;
    const probabilities = new Float32Array(3 * width);
    for (let step = 0; step < 3; step++) probabilities[step * width + 1] = 1;
    const [best] = searchBeams(
      foldLattice({ probabilities, steps: 3, alphabet: WRITTEN_ALPHABET }),
    );
    expect(best!.characters.map((c) => SYMBOLS[c.symbol])).toEqual(['0']);
  });

  it('adds up the alignments of a text: the best text need not hold the best path', () => {
    // The worked example of Graves 2012: the best path is all blank, 0.36; "A" has 0.64 in all.
    const width = WRITTEN_ALPHABET.length;
    const probabilities = new Float32Array(2 * width);
    for (let step = 0; step < 2; step++) {
      probabilities[step * width] = 0.6;
      probabilities[step * width + WRITTEN_ALPHABET.indexOf('A')] = 0.4;
    }
    const [best] = searchBeams(
      foldLattice({ probabilities, steps: 2, alphabet: WRITTEN_ALPHABET }),
    );
    expect(best!.characters).toHaveLength(1);
    expect(Math.exp(best!.logProbability)).toBeCloseTo(0.64, 5);
  });

  it('ranks alternatives by probability', () => {
    const found = texts([{ '8': 0.6, B: 0.35 }, { '1': 0.9 }]);
    expect(found.slice(0, 2).map((f) => f.text)).toEqual(['81', 'B1']);
    expect(found[0]!.probability).toBeCloseTo(0.54, 3);
  });
});
