import { CONFUSION_GROUPS } from '../plates/confusion.ts';

const FOLDED = new Map<string, string>(
  CONFUSION_GROUPS.flatMap(({ folded, members }) => members.map((member) => [member, folded])),
);

/**
 * The characters of a plate text: upper case, compatibility forms and accents folded, everything that
 * is neither letter nor digit dropped. A Han character is one character. No text: an empty list.
 */
export function plateCharactersOf(text: string): string[] {
  // Plates are upper-case ASCII or Han nearly always, and this runs for every read.
  const plain = /^[0-9A-Z]*$/.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toUpperCase()
        .replace(/[^\p{L}\p{N}]/gu, '');
  return Array.from(plain);
}

/** The digit that a character may be mistaken for, or the character itself. */
export function foldCharacter(character: string): string {
  return FOLDED.get(character) ?? character;
}

/** Whether two characters fall in one confusion group; equal ones do. */
export function looksAlike(a: string, b: string): boolean {
  return foldCharacter(a) === foldCharacter(b);
}

/** The characters, each folded by the confusion groups; equal for texts that look alike. */
export function skeletonOf(characters: readonly string[]): string[] {
  return characters.map(foldCharacter);
}
