import fc from 'fast-check';
import type { PlateText } from '../../pipeline/plates/plate-reading.ts';

/** A sure read of the text, with one doubtful position. */
export function somePlate(text: string): PlateText {
  return {
    text,
    confidence: 0.9,
    characters: Array.from(text, (character) => ({ character, confidence: 1, alternatives: [] })),
    alternatives: [{ text: `${text.slice(0, -1)}X`, confidence: 0.05 }],
    region: 'eu',
  };
}

const probability = fc.integer({ min: 0, max: 1000 }).map((steps) => steps / 1000);
const character = fc.constantFrom(...Array.from('ABXYZ0189京粤'));
const text = fc.array(character, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));

export const anyPlate: fc.Arbitrary<PlateText> = fc.record({
  text,
  confidence: probability,
  characters: fc.array(
    fc.record({
      character,
      confidence: probability,
      alternatives: fc.array(fc.record({ character, confidence: probability }), { maxLength: 3 }),
    }),
    { maxLength: 9 },
  ),
  alternatives: fc.array(fc.record({ text, confidence: probability }), { maxLength: 3 }),
  region: fc.constantFrom('eu', 'cn', null),
});
