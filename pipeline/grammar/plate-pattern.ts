import { WaysideError } from '../errors.ts';
import { DIGITS, LETTERS, PLATE_CHARACTERS, PROVINCES } from './characters.ts';

/** A plate's format: for each position, the characters that may stand there. */
export interface PlatePattern {
  readonly spec: string;
  readonly positions: readonly string[];
}

const CLASSES: Readonly<Record<string, string>> = {
  A: LETTERS,
  '9': DIGITS,
  X: DIGITS + LETTERS,
  P: PROVINCES,
};

const MIN_LENGTH = 2;
const MAX_LENGTH = 10;

/**
 * A pattern from its spec: `A` a letter, `9` a digit, `X` a letter or digit, `P` a Chinese province,
 * `[…]` one of the characters listed, a Han character itself. `{n}` repeats the item before it;
 * `AAA9999` and `A{3}9{4}` are the same. `without` lists letters that the region never uses.
 *
 * @throws WaysideError PATTERN_INVALID on anything else, or on fewer than 2 or more than 10 positions
 */
export function parsePattern(spec: string, without = ''): PlatePattern {
  const item = /([A9XP]|\[[^\]]+\]|\p{Script=Han})(?:\{(\d)\})?/uy;
  const positions: string[] = [];
  while (item.lastIndex < spec.length) {
    const at = item.lastIndex;
    const match = item.exec(spec);
    if (match === null) {
      throw new WaysideError(
        'PATTERN_INVALID',
        `pattern ${spec}: can’t read it from position ${at + 1}`,
        {
          details: { spec, position: at + 1 },
        },
      );
    }
    const allowed = charactersOf(match[1]!, without);
    if (allowed === '') {
      throw new WaysideError(
        'PATTERN_INVALID',
        `pattern ${spec}: nothing may stand at ${match[1]!}`,
      );
    }
    for (let n = Number(match[2] ?? 1); n > 0; n--) positions.push(allowed);
  }
  if (positions.length < MIN_LENGTH || positions.length > MAX_LENGTH) {
    throw new WaysideError(
      'PATTERN_INVALID',
      `pattern ${spec}: has ${positions.length} positions, takes ${MIN_LENGTH} to ${MAX_LENGTH}`,
    );
  }
  return { spec, positions };
}

function charactersOf(item: string, without: string): string {
  const known = CLASSES[item];
  if (known !== undefined)
    return Array.from(known)
      .filter((c) => !without.includes(c))
      .join('');
  const listed = item.startsWith('[') ? item.slice(1, -1) : item;
  return Array.from(listed)
    .filter((c) => PLATE_CHARACTERS.includes(c))
    .join('');
}

/** Whether the text (upper case, no separators) has the pattern's format. */
export function fitsPattern(text: string, pattern: PlatePattern): boolean {
  const characters = Array.from(text);
  return (
    characters.length === pattern.positions.length &&
    characters.every((character, i) => pattern.positions[i]!.includes(character))
  );
}
