import type { PlateGrammar } from '../grammar/plate-grammar.ts';
import { searchBeams } from './beam-search.ts';
import { fitRules, type GrammarFit } from './fit-grammar.ts';
import { foldLattice, SYMBOL_INDEX } from './plate-emissions.ts';
import type { CharacterLattice } from './plate-models.ts';
import type { PlateCharacter, PlateText } from './plate-reading.ts';

const MAX_ALTERNATIVES = 5;
const MAX_CHARACTER_ALTERNATIVES = 4;
/** Character alternatives less likely than this aren't worth carrying. */
const MIN_ALTERNATIVE_CONFIDENCE = 0.005;

/** Weight of the explanation that the reader saw no text at all but texture; against a free text's 1. */
const TEXTURE_WEIGHT = 0.02;

/**
 * The plate text that a lattice holds, with its alternatives; null when nothing in it has a plate's
 * format. `placeLogOdds`: how much likelier than elsewhere a plate is where the text stands (natural
 * log; 0 when nothing is known).
 */
export function textOfLattice(
  lattice: CharacterLattice,
  grammar: PlateGrammar,
  placeLogOdds = 0,
): PlateText | null {
  const hypotheses = searchBeams(foldLattice(lattice));
  const fits = bestByText(fitRules(hypotheses, grammar.rules));
  const others = bestByText(fitRules(hypotheses, grammar.others));
  const against = TEXTURE_WEIGHT + others.reduce((sum, fit) => sum + Math.exp(fit.logScore), 0);
  return chooseText(fits, Math.exp(placeLogOdds), against);
}

function bestByText(fits: readonly GrammarFit[]): GrammarFit[] {
  const byText = new Map<string, GrammarFit>();
  for (const fit of fits) {
    const known = byText.get(fit.text);
    if (known === undefined || fit.logScore > known.logScore) byText.set(fit.text, fit);
  }
  return [...byText.values()].sort((a, b) => b.logScore - a.logScore);
}

/** The share of each text among all explanations, plates and others, is its confidence (Bayes). */
function chooseText(
  ranked: readonly GrammarFit[],
  odds: number,
  against: number,
): PlateText | null {
  const [first, ...rest] = ranked;
  if (first === undefined) return null;
  const total = ranked.reduce((sum, { logScore }) => sum + odds * Math.exp(logScore), against);
  const confidenceOf = ({ logScore }: GrammarFit): number => (odds * Math.exp(logScore)) / total;
  return {
    text: first.text,
    confidence: confidenceOf(first),
    characters: first.positions.map((likelihoods, i) =>
      characterAt(likelihoods, first.allowed[i]!),
    ),
    alternatives: rest
      .slice(0, MAX_ALTERNATIVES)
      .map((fit) => ({ text: fit.text, confidence: confidenceOf(fit) })),
    region: first.region,
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
