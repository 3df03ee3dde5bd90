import type { PlateGrammar } from '../grammar/plate-grammar.ts';
import { searchBeams } from './beam-search.ts';
import { fitGrammar, type GrammarFit } from './fit-grammar.ts';
import { foldLattice, SYMBOL_INDEX } from './plate-emissions.ts';
import type { CharacterLattice } from './plate-models.ts';
import type { PlateCharacter, PlateText } from './plate-reading.ts';

const MAX_ALTERNATIVES = 5;
const MAX_CHARACTER_ALTERNATIVES = 4;
/** Character alternatives less likely than this aren't worth carrying. */
const MIN_ALTERNATIVE_CONFIDENCE = 0.005;

/** The plate text that a lattice holds, with its alternatives; null when nothing in it has a plate's format. */
export function textOfLattice(lattice: CharacterLattice, grammar: PlateGrammar): PlateText | null {
  return chooseText(fitGrammar(searchBeams(foldLattice(lattice)), grammar));
}

/** Fits of one text add up over the readings that lead to it; the best text wins. No fits: null. */
export function chooseText(fits: readonly GrammarFit[]): PlateText | null {
  const byText = new Map<string, { best: GrammarFit; probability: number }>();
  for (const fit of fits) {
    const known = byText.get(fit.text);
    const probability = Math.exp(fit.logScore);
    if (known === undefined) byText.set(fit.text, { best: fit, probability });
    else if (fit.logScore > known.best.logScore) {
      byText.set(fit.text, { best: fit, probability });
    }
  }
  const ranked = [...byText.values()].sort((a, b) => b.probability - a.probability);
  const first = ranked[0];
  if (first === undefined) return null;
  const total = ranked.reduce((sum, { probability }) => sum + probability, 0);
  // Both what share of the readings agree, and how well the best one explains what was seen.
  const confidenceOf = (probability: number): number =>
    Math.min(1, (probability / total) * Math.sqrt(Math.min(1, total)));
  return {
    text: first.best.text,
    confidence: confidenceOf(first.probability),
    characters: first.best.positions.map((likelihoods, i) =>
      characterAt(likelihoods, first.best.allowed[i]!),
    ),
    alternatives: ranked.slice(1, 1 + MAX_ALTERNATIVES).map(({ best, probability }) => ({
      text: best.text,
      confidence: confidenceOf(probability),
    })),
    region: first.best.region,
  };
}

function characterAt(likelihoods: Float32Array, allowed: string): PlateCharacter {
  const candidates = [...allowed].map((character) => ({
    character,
    confidence: likelihoods[SYMBOL_INDEX.get(character)!]!,
  }));
  const total = candidates.reduce((sum, { confidence }) => sum + confidence, 0);
  const [first, ...others] = candidates
    .map(({ character, confidence }) => ({ character, confidence: confidence / total }))
    .sort((a, b) => b.confidence - a.confidence);
  return {
    ...first!,
    alternatives: others
      .filter(({ confidence }) => confidence >= MIN_ALTERNATIVE_CONFIDENCE)
      .slice(0, MAX_CHARACTER_ALTERNATIVES),
  };
}
