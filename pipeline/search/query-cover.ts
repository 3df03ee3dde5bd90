import type { PlateText } from '../plates/plate-reading.ts';
import { matchPlate } from './match-plate.ts';
import { knownCharacters, normalisedPattern, parsePlateQuery } from './plate-pattern.ts';
import type { PlateQuery } from './sealed-read.ts';

/**
 * Whether every plate that `asked` finds may be found under `granted`: it is the same pattern with no
 * more wrong characters, or one whole plate, as written, that the granted pattern matches. Says no to
 * some queries that are narrower in other ways. Throws PATTERN_INVALID, PATTERN_TOO_WIDE.
 */
export function coversQuery(granted: PlateQuery, asked: PlateQuery): boolean {
  const grantedPattern = parsePlateQuery(granted);
  const askedPattern = parsePlateQuery(asked);
  if (
    granted.partial === asked.partial &&
    normalisedPattern(grantedPattern.parts) === normalisedPattern(askedPattern.parts)
  ) {
    return asked.wrongCharacters <= granted.wrongCharacters;
  }
  const known = knownCharacters(askedPattern.parts);
  if (known === null || asked.partial || asked.wrongCharacters > 0) return false;
  return matchPlate(grantedPattern, asCertainRead(known.join(''))) !== null;
}

function asCertainRead(text: string): PlateText {
  return { text, confidence: 1, characters: [], alternatives: [], region: null };
}
