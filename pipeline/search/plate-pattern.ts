import { WaysideError } from '../errors.ts';
import { plateCharactersOf } from './skeleton.ts';
import { MAX_PLATE_CHARACTERS, type PlateQuery } from './sealed-read.ts';

export type PatternPart =
  | { readonly kind: 'known'; readonly character: string }
  | { readonly kind: 'any-one' }
  | { readonly kind: 'any-run' };

/** A plate query with its pattern taken apart. */
export interface PlatePattern {
  readonly parts: readonly PatternPart[];
  readonly wrongCharacters: 0 | 1 | 2;
  readonly partial: boolean;
}

/** Fewest characters beyond those that may be wrong: with fewer, nearly every plate would match. */
const CERTAIN_WITH_WRONG = 3;
const LEAST_KNOWN = 2;

const ANY_ONE: PatternPart = { kind: 'any-one' };
const ANY_RUN: PatternPart = { kind: 'any-run' };

/**
 * Takes a query apart. Throws PATTERN_INVALID for one that says nothing sensible, PATTERN_TOO_WIDE for
 * one that nearly every plate would match. Messages give positions, never the text.
 */
export function parsePlateQuery(query: PlateQuery): PlatePattern {
  const parts = parseParts(query.pattern);
  const wild = parts.some((part) => part.kind !== 'known');
  const known = parts.filter((part) => part.kind === 'known').length;
  if (wild && query.wrongCharacters > 0) {
    throw invalid('wrong characters and wildcards cannot be asked for together');
  }
  if (wild && query.partial) throw invalid('a partial plate cannot have wildcards: use * alone');
  if (query.partial && query.wrongCharacters > 0) {
    throw invalid('wrong characters cannot be asked for in a partial plate');
  }
  if ((wild || query.partial) && known < LEAST_KNOWN) {
    throw tooWide(`the pattern has ${known} known characters`, { known, atLeast: LEAST_KNOWN });
  }
  const atLeast = CERTAIN_WITH_WRONG + query.wrongCharacters;
  if (query.wrongCharacters > 0 && known < atLeast) {
    throw tooWide(`${query.wrongCharacters} wrong of ${known} characters`, { known, atLeast });
  }
  return { parts, wrongCharacters: query.wrongCharacters, partial: query.partial };
}

/** The pattern as it is compared: upper case, no separators, runs of `*` as one. */
export function normalisedPattern(parts: readonly PatternPart[]): string {
  return parts
    .map((part) => (part.kind === 'known' ? part.character : part.kind === 'any-one' ? '?' : '*'))
    .join('');
}

/** The characters of a pattern without wildcards, or null when it has any. */
export function knownCharacters(parts: readonly PatternPart[]): string[] | null {
  const characters: string[] = [];
  for (const part of parts) {
    if (part.kind !== 'known') return null;
    characters.push(part.character);
  }
  return characters;
}

/** What people put between the groups of a plate. */
const SEPARATOR = /^[\s\p{Pd}\p{Pc}.,·•・‧∙●:'/\\|]$/u;

function parseParts(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let position = 0;
  for (const symbol of pattern.normalize('NFKC')) {
    position++;
    if (symbol === '?') parts.push(ANY_ONE);
    else if (symbol === '*') {
      if (parts.at(-1) !== ANY_RUN) parts.push(ANY_RUN);
    } else if (!SEPARATOR.test(symbol)) {
      const characters = plateCharactersOf(symbol);
      // A combining accent belongs to the letter before it and folds away with it.
      if (characters.length === 0 && !/^\p{M}$/u.test(symbol)) {
        throw invalid(`the symbol at position ${position} is no letter or digit`, { position });
      }
      parts.push(...characters.map((character) => ({ kind: 'known' as const, character })));
    }
  }
  if (parts.length === 0) throw invalid('the pattern has no characters');
  if (parts.length > MAX_PLATE_CHARACTERS) {
    throw invalid(`the pattern has ${parts.length} characters, ${MAX_PLATE_CHARACTERS} at most`);
  }
  return parts;
}

function invalid(message: string, details: Record<string, unknown> = {}): WaysideError {
  return new WaysideError('PATTERN_INVALID', message, { details });
}

function tooWide(message: string, details: Record<string, unknown>): WaysideError {
  return new WaysideError('PATTERN_TOO_WIDE', `${message}: nearly every plate would match`, {
    details,
  });
}
