import { Type, type Static } from 'typebox';
import { WaysideError } from '../errors.ts';
import { parsePattern, type PlatePattern } from './plate-pattern.ts';
import { AUTO_REGIONS, REGION_GRAMMARS } from './regions.ts';

/** A format of one's own, such as `{name: 'fleet', pattern: 'AA9999'}`. */
export const CustomPattern = Type.Object({
  name: Type.String({ minLength: 1, pattern: '^[a-z][a-z0-9-]*$' }),
  pattern: Type.String({ minLength: 3 }),
});
export type CustomPattern = Static<typeof CustomPattern>;

export interface GrammarRule {
  readonly region: string;
  readonly pattern: PlatePattern;
  /** Natural log of the weight against the most usual format; ≤ 0. */
  readonly logWeight: number;
}

/** The formats to look for, of one region or several. */
export interface PlateGrammar {
  readonly rules: readonly GrammarRule[];
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
    const logWeight = Math.log(weight);
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
      throw new WaysideError('REGION_UNKNOWN', `no region is called ${name}`, {
        details: { region: name, known: REGION_NAMES },
      });
    }
    for (const { spec, weight } of region.patterns) {
      add(region.name, parsePattern(spec, region.without), weight);
    }
  }
  return { rules: [...rules.values()] };
}
