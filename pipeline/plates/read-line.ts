import { printedAlike } from '../grammar/characters.ts';
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

/** One view of a line explained: each plate text with its share of all explanations, best first. */
export type Explanation = readonly ExplainedText[];
interface ExplainedText {
  readonly fit: GrammarFit;
  readonly share: number;
}

/**
 * What plate texts a lattice may hold, against it being a word, a number or no text at all (Bayes).
 * `logOddsOf`: how much likelier than in general a plate of the region is where the text stands
 * (natural log; 0 when nothing is known). Nothing with a plate's format: an empty list.
 */
export function explainLattice(
  lattice: CharacterLattice,
  grammar: PlateGrammar,
  logOddsOf: (region: string) => number = () => 0,
): Explanation {
  const hypotheses = searchBeams(foldLattice(lattice));
  const fits = bestByText(
    fitRules(hypotheses, grammar.rules).map((fit) => ({
      ...fit,
      logScore: fit.logScore + logOddsOf(fit.region),
    })),
  );
  const others = bestByText(fitRules(hypotheses, grammar.others));
  const against = TEXTURE_WEIGHT + others.reduce((sum, fit) => sum + Math.exp(fit.logScore), 0);
  const total = fits.reduce((sum, fit) => sum + Math.exp(fit.logScore), against);
  return fits
    .map((fit) => ({ fit, share: Math.exp(fit.logScore) / total }))
    .sort((a, b) => b.share - a.share);
}

function bestByText(fits: readonly GrammarFit[]): GrammarFit[] {
  const byText = new Map<string, GrammarFit>();
  for (const fit of fits) {
    const known = byText.get(fit.text);
    if (known === undefined || fit.logScore > known.logScore) byText.set(fit.text, fit);
  }
  return [...byText.values()];
}

/**
 * The plate text that views of one line agree on: shares are averaged by the views' weights, and
 * scaled by how far reading at this size can be trusted (`trust`, 0…1). Texts that are printed alike
 * (O and 0, I and 1) are one, in the likeliest spelling. No views, or no text: null.
 */
export function textOfViews(
  views: readonly { readonly explanation: Explanation; readonly weight: number }[],
  trust = 1,
): PlateText | null {
  const total = views.reduce((sum, { weight }) => sum + weight, 0);
  const byShape = new Map<string, WeighedText>();
  for (const { explanation, weight } of views) {
    for (const { fit, share } of explanation) {
      const shape = printedAlike(fit.text);
      const known = byShape.get(shape) ?? {
        confidence: 0,
        spellings: new Map<string, ExplainedText>(),
      };
      const spelling = known.spellings.get(fit.text) ?? { fit, share: 0 };
      known.spellings.set(fit.text, { fit: spelling.fit, share: spelling.share + share * weight });
      known.confidence += (trust * share * weight) / total;
      byShape.set(shape, known);
    }
  }
  const [first, ...rest] = [...byShape.values()]
    .map(({ confidence, spellings }) => ({ confidence, fit: likeliestOf(spellings) }))
    .sort((a, b) => b.confidence - a.confidence);
  if (first === undefined) return null;
  const { text, region, positions, allowed } = first.fit;
  return {
    text,
    confidence: first.confidence,
    characters: Array.from(text).map((character, i) =>
      characterAt(character, positions[i]!, allowed[i]!),
    ),
    alternatives: rest
      .slice(0, MAX_ALTERNATIVES)
      .map(({ fit, confidence }) => ({ text: fit.text, confidence })),
    region,
  };
}

/** One text as it is printed. */
interface WeighedText {
  confidence: number;
  /** Texts that are printed so. */
  readonly spellings: Map<string, ExplainedText>;
}

function likeliestOf(spellings: ReadonlyMap<string, ExplainedText>): GrammarFit {
  return [...spellings.values()].reduce((a, b) => (b.share > a.share ? b : a)).fit;
}

function characterAt(
  character: string,
  likelihoods: Float32Array,
  allowed: string,
): PlateCharacter {
  const likelihoodOf = (c: string): number => likelihoods[SYMBOL_INDEX.get(c)!]!;
  const total = Array.from(allowed).reduce((sum, c) => sum + likelihoodOf(c), 0);
  return {
    character,
    confidence: likelihoodOf(character) / total,
    alternatives: Array.from(allowed)
      .filter((c) => c !== character)
      .map((c) => ({ character: c, confidence: likelihoodOf(c) / total }))
      .filter(({ confidence }) => confidence >= MIN_ALTERNATIVE_CONFIDENCE)
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, MAX_CHARACTER_ALTERNATIVES),
  };
}
