import { confusedWith, OTHER_CONFUSION_RATE } from '../grammar/confusions.ts';
import type { GrammarRule } from '../grammar/plate-grammar.ts';
import type { Hypothesis, SeenCharacter } from './beam-search.ts';
import { FOREIGN, SEPARATOR, SYMBOL_INDEX, SYMBOLS } from './plate-emissions.ts';

/** One reading that has a plate's format. */
export interface GrammarFit {
  readonly text: string;
  readonly region: string;
  /** Natural log of the probability of what was seen, given this text, times the text's weight. */
  readonly logScore: number;
  /** Per position: likelihood of each symbol given what was seen, confusions counted; unnormalised. */
  readonly positions: readonly Float32Array[];
  /** The characters allowed at each position. */
  readonly allowed: readonly string[];
}

/**
 * Cost (negative natural log of how often it happens, times the chance of just this character) of
 * holding something seen to be no part of the plate. Beside the text that is a border or an emblem;
 * between characters a registration seal, a bolt or a dash; anything else hardly ever.
 */
const SKIP_COST = {
  separator: { edge: 0, inside: 0 },
  foreign: { edge: 0.5, inside: 1.5 },
  border: { edge: 2, inside: 3.5 },
  seal: { edge: 3.5, inside: 3 },
  character: { edge: 4, inside: 5 },
} as const;

/** What a plate's border looks like, and what a seal or an emblem does. */
const BORDER_CHARACTERS = 'I1JL';
const SEAL_CHARACTERS = 'O0Q8B';

/** Fits worse than this are hopeless. */
const MIN_LOG_SCORE = -12;

/** Every fit of the hypotheses with the rules that isn't hopeless, in no order. */
export function fitRules(
  hypotheses: readonly Hypothesis[],
  rules: readonly GrammarRule[],
): GrammarFit[] {
  const fits: GrammarFit[] = [];
  for (const hypothesis of hypotheses) {
    const likelihoods = hypothesis.characters.map((seen) => new ClassLikelihoods(seen));
    for (const rule of rules) {
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
  likelihoods: readonly ClassLikelihoods[],
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
          : scores[j - 1]! + likelihoods[i]!.choose(pattern.positions[j - 1]!).logLoss;
      next[j] = Math.max(skipped, filled);
      taken[j] = filled > skipped ? 1 : 0;
    }
    scores = next;
    took.push(taken);
  }
  const logScore = scores[length]!;
  if (!(logScore > MIN_LOG_SCORE)) return null;
  const positions: ClassLikelihoods[] = [];
  for (let i = seen.length - 1, j = length; j > 0; i--) {
    if (took[i]![j] !== 1) continue;
    positions.unshift(likelihoods[i]!);
    j--;
  }
  const text = positions.map((p, j) => p.choose(pattern.positions[j]!).character).join('');
  return {
    text,
    region,
    logScore,
    positions: positions.map(({ ofSymbol }) => ofSymbol),
    allowed: pattern.positions,
  };
}

function skipCost(symbol: number): { readonly edge: number; readonly inside: number } {
  if (symbol === SEPARATOR) return SKIP_COST.separator;
  if (symbol === FOREIGN) return SKIP_COST.foreign;
  if (BORDER_CHARACTERS.includes(SYMBOLS[symbol]!)) return SKIP_COST.border;
  return SEAL_CHARACTERS.includes(SYMBOLS[symbol]!) ? SKIP_COST.seal : SKIP_COST.character;
}

interface Choice {
  readonly character: string;
  /** Natural log of how much less likely than what was seen it is; ≤ 0. */
  readonly logLoss: number;
}

/** What one seen character may be in a class of characters, worked out once a class. */
class ClassLikelihoods {
  readonly ofSymbol: Float32Array;
  readonly #seen: SeenCharacter;
  readonly #choices = new Map<string, Choice>();

  constructor(seen: SeenCharacter) {
    this.#seen = seen;
    this.ofSymbol = likelihoodsOf(seen);
  }

  /** Itself where the class has it (other hypotheses hold its rivals), else the likeliest of the class. */
  choose(allowed: string): Choice {
    const known = this.#choices.get(allowed);
    if (known !== undefined) return known;
    const itself = SYMBOLS[this.#seen.symbol]!;
    const choice = allowed.includes(itself)
      ? { character: itself, logLoss: 0 }
      : this.#likeliest(allowed);
    this.#choices.set(allowed, choice);
    return choice;
  }

  #likeliest(allowed: string): Choice {
    let best = '';
    let likelihood = -1;
    for (const character of allowed) {
      const ofCharacter = this.ofSymbol[SYMBOL_INDEX.get(character)!]!;
      if (ofCharacter > likelihood) {
        likelihood = ofCharacter;
        best = character;
      }
    }
    const seenShare = Math.max(this.#seen.shares[this.#seen.symbol]!, likelihood);
    return { character: best, logLoss: Math.log(likelihood / seenShare) };
  }
}
