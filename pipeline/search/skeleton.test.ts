import { describe, expect, it } from 'vitest';
import { CONFUSION_GROUPS } from '../plates/confusion.ts';
import { looksAlike, plateCharactersOf, skeletonOf } from './skeleton.ts';

describe('plateCharactersOf', () => {
  it.each([
    ['', []],
    [' -·•', []],
    ['ab-12 3', ['A', 'B', '1', '2', '3']],
    ['京A·12345', ['京', 'A', '1', '2', '3', '4', '5']],
    ['Ü-Ä1', ['U', 'A', '1']],
    // Full-width letters, as some Chinese keyboards give them.
    ['ＡＢ１', ['A', 'B', '1']],
  ])('%j → %j', (text, characters) => {
    expect(plateCharactersOf(text)).toEqual(characters);
  });
});

describe('skeletonOf', () => {
  it.each([
    ['', ''],
    ['OQD0', '0000'],
    ['IL1', '111'],
    ['BSZG', '8526'],
    ['京B8', '京88'],
    ['XYZ', 'XY2'],
  ])('%j → %j', (text, folded) => {
    expect(skeletonOf(plateCharactersOf(text)).join('')).toBe(folded);
  });

  it('keeps the groups apart: no character is in two', () => {
    const members = CONFUSION_GROUPS.flatMap((group) => [...group.members]);
    expect(new Set(members).size).toBe(members.length);
    expect(looksAlike('8', 'B')).toBe(true);
    expect(looksAlike('8', '6')).toBe(false);
  });
});
