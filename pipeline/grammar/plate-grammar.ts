import { Type, type Static } from 'typebox';
import { WaysideError } from '../errors.ts';
import { parsePattern, type PlatePattern } from './plate-pattern.ts';
import { DIGITS, LETTERS, PROVINCES } from './characters.ts';
import { AUTO_REGIONS, NOT_A_PLATE, REGION_GRAMMARS } from './regions.ts';

/** A format of one's own, such as `{name: 'fleet', pattern: 'AA9999'}`. */
export const CustomPattern = Type.Object({
  name: Type.String({ minLength: 1, pattern: '^[a-z][a-z0-9-]*$' }),
  pattern: Type.String({ minLength: 3 }),
});
export type CustomPattern = Static<typeof CustomPattern>;

export interface GrammarRule {
  readonly region: string;
  readonly pattern: PlatePattern;
  /**
   * Natural log of the weight of each text of this format, against a text of free letters and digits
   * of the same length: a narrow format that is met says more than a wide one.
   */
  readonly logWeight: number;
}

/** The formats to look for, of one region or several. */
export interface PlateGrammar {
  readonly rules: readonly GrammarRule[];
  /** What competes with a plate as the explanation of a text. */
  readonly others: readonly GrammarRule[];
}

/** Names that `plateGrammar` takes, custom ones apart. */
export const REGION_NAMES: readonly string[] = ['auto', ...REGION_GRAMMARS.map((r) => r.name)];

/**
 * The grammar of the named regions (`auto`: all), and of custom patterns, which are always looked for.
 * Where two regions share a format, the one named first claims it.
 *
 * @throws WaysideError REGION_UNKNOWN, PATTERN_INVALID
 */
export function plateGrammar(
  regions: readonly string[] = ['auto'],
  custom: readonly CustomPattern[] = [],
): PlateGrammar {
  const rules = new Map<string, GrammarRule>();
  const add = (region: string, pattern: PlatePattern, weight: number): void => {
    const key = pattern.positions.join('|');
    const known = rules.get(key);
    const logWeight = Math.log(weight) + informationOf(pattern);
    if (known === undefined || known.logWeight < logWeight) {
      rules.set(key, { region, pattern, logWeight });
    }
  };
  for (const { name, pattern } of custom) add(name, parsePattern(pattern), 1);
  const customNames = new Set(custom.map(({ name }) => name));
  for (const name of regions.flatMap((r) => (r === 'auto' ? AUTO_REGIONS : [r]))) {
    const region = REGION_GRAMMARS.find((r) => r.name === name);
    if (region === undefined && customNames.has(name)) continue;
    if (region === undefined) {
      throw new WaysideError('REGION_UNKNOWN', 'there is no region of this name', {
        details: { known: REGION_NAMES },
      });
    }
    for (const { spec, weight } of region.patterns) {
      add(region.name, parsePattern(spec, region.without), weight);
    }
  }
  return { rules: [...rules.values()], others: OTHERS };
}

/**
 * How much of a format's information counts, 0…1. Not all of it: the reader has learnt from print
 * what follows what, so its probabilities hold part of it already.
 */
const INFORMATION_SHARE = 0.4;
const FREE_CHARACTERS = DIGITS.length + LETTERS.length;
/** A reader of general text has thousands of Han characters to see where there is none. */
const FREE_HAN_CHARACTERS = 6500;

function informationOf({ positions }: PlatePattern): number {
  const ofPosition = (allowed: string): number => {
    const free = allowed === PROVINCES ? FREE_HAN_CHARACTERS : FREE_CHARACTERS;
    return Math.log(free / allowed.length);
  };
  return INFORMATION_SHARE * positions.reduce((sum, allowed) => sum + ofPosition(allowed), 0);
}

const OTHERS: readonly GrammarRule[] = NOT_A_PLATE.patterns.map(({ spec, weight }) => {
  const pattern = parsePattern(spec);
  return {
    region: NOT_A_PLATE.name,
    pattern,
    logWeight: Math.log(weight) + informationOf(pattern),
  };
});
