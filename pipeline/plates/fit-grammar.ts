import { confusedWith, OTHER_CONFUSION_RATE } from '../grammar/confusions.ts';
import type { GrammarRule, PlateGrammar } from '../grammar/plate-grammar.ts';
import type { Hypothesis, SeenCharacter } from './beam-search.ts';
import { FOREIGN, SEPARATOR, SYMBOL_INDEX, SYMBOLS } from './plate-emissions.ts';

/** One reading that has a plate's format. */
export interface GrammarFit {
  readonly text: string;
  readonly region: string;
  /** Natural log of the joint probability of what was seen and this text; ≤ 0. */
  readonly logScore: number;
  /** Per position: likelihood of each symbol given what was seen, confusions counted; unnormalised. */
  readonly positions: readonly Float32Array[];
  /** The characters allowed at each position. */
  readonly allowed: readonly string[];
}

/**
 * Cost (negative natural log) of holding something seen to be no part of the plate: an emblem, a
 * sticker, a bolt, a border read as `I` or `1`. Beside the text it is usual, between characters it isn't.
 */
const SKIP_COST = {
  separator: { edge: 0, inside: 0 },
  foreign: { edge: 0.3, inside: 0.7 },
  border: { edge: 1.5, inside: 3 },
  character: { edge: 3, inside: 4 },
} as const;

/** Symbols that a plate's border, a bolt or a dash may look like. */
const BORDER_SYMBOLS: ReadonlySet<string> = new Set(['I', '1', 'J', 'L']);

/** No plate hides under more than this: e^-12. Also what keeps shop signs out. */
const MIN_LOG_SCORE = -12;

/** Every fit of the hypotheses with the grammar that isn't hopeless, in no order. */
export function fitGrammar(hypotheses: readonly Hypothesis[], grammar: PlateGrammar): GrammarFit[] {
  const fits: GrammarFit[] = [];
  for (const hypothesis of hypotheses) {
    const likelihoods = hypothesis.characters.map(likelihoodsOf);
    for (const rule of grammar.rules) {
      const fit = align(hypothesis, likelihoods, rule);
      if (fit !== null) fits.push(fit);
    }
  }
  return fits;
}

const CONFUSED: readonly (readonly { symbol: number; rate: number }[])[] = SYMBOLS.map((s) =>
  s === ''
    ? []
    : confusedWith(s).map(({ character, rate }) => ({
        symbol: SYMBOL_INDEX.get(character)!,
        rate,
      })),
);

/** P(what was seen | each symbol stood there), up to a factor. */
function likelihoodsOf({ shares }: SeenCharacter): Float32Array {
  const likelihoods = new Float32Array(SYMBOLS.length).fill(OTHER_CONFUSION_RATE);
  for (let symbol = 1; symbol < SEPARATOR; symbol++) {
    let likelihood = likelihoods[symbol]! + shares[symbol]!;
    for (const { symbol: other, rate } of CONFUSED[symbol]!) likelihood += rate * shares[other]!;
    likelihoods[symbol] = Math.min(1, likelihood);
  }
  return likelihoods;
}

/** The best way to lay the hypothesis over the pattern: each position takes one character, the rest is skipped. */
function align(
  hypothesis: Hypothesis,
  likelihoods: readonly Float32Array[],
  { region, pattern, logWeight }: GrammarRule,
): GrammarFit | null {
  const seen = hypothesis.characters;
  const length = pattern.positions.length;
  if (seen.length < length) return null;
  const start = hypothesis.logProbability + logWeight;
  // scores[j]: best of the characters so far with j positions filled; took[i][j]: i filled the j-th.
  let scores = new Float64Array(length + 1).fill(-Infinity);
  scores[0] = start;
  const took: Uint8Array[] = [];
  for (let i = 0; i < seen.length; i++) {
    const next = new Float64Array(length + 1).fill(-Infinity);
    const taken = new Uint8Array(length + 1);
    const skip = skipCost(seen[i]!.symbol);
    for (let j = 0; j <= length; j++) {
      const cost = j === 0 || j === length ? skip.edge : skip.inside;
      const skipped = scores[j]! - cost;
      const filled =
        j === 0
          ? -Infinity
          : scores[j - 1]! + gain(seen[i]!, likelihoods[i]!, pattern.positions[j - 1]!);
      next[j] = Math.max(skipped, filled);
      taken[j] = filled > skipped ? 1 : 0;
    }
    scores = next;
    took.push(taken);
  }
  const logScore = scores[length]!;
  if (!(logScore > MIN_LOG_SCORE)) return null;
  const positions: Float32Array[] = [];
  for (let i = seen.length - 1, j = length; j > 0; i--) {
    if (took[i]![j] !== 1) continue;
    positions.unshift(likelihoods[i]!);
    j--;
  }
  const text = positions.map((p, j) => bestAllowed(p, pattern.positions[j]!).character).join('');
  return { text, region, logScore: Math.min(0, logScore), positions, allowed: pattern.positions };
}

function skipCost(symbol: number): { readonly edge: number; readonly inside: number } {
  if (symbol === SEPARATOR) return SKIP_COST.separator;
  if (symbol === FOREIGN) return SKIP_COST.foreign;
  return BORDER_SYMBOLS.has(SYMBOLS[symbol]!) ? SKIP_COST.border : SKIP_COST.character;
}

/** Log of how much less (or equally) likely the best allowed character is than the one seen. */
function gain(seen: SeenCharacter, likelihoods: Float32Array, allowed: string): number {
  const best = bestAllowed(likelihoods, allowed).likelihood;
  return Math.min(0, Math.log(best) - Math.log(Math.max(seen.shares[seen.symbol]!, best)));
}

export function bestAllowed(
  likelihoods: Float32Array,
  allowed: string,
): { character: string; likelihood: number } {
  let character = '';
  let likelihood = -1;
  for (const candidate of allowed) {
    const value = likelihoods[SYMBOL_INDEX.get(candidate)!]!;
    if (value > likelihood) {
      likelihood = value;
      character = candidate;
    }
  }
  return { character, likelihood };
}
