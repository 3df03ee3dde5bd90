import type { PlateRead } from '../plates/plate-reading.ts';

/** A made-up read for tests: every character equally sure, without rivals, at a fair size. */
export function syntheticRead(text: string, given: Partial<PlateRead> = {}): PlateRead {
  const characterConfidence = 0.95;
  return {
    text,
    confidence: 0.9,
    characters: Array.from(text).map((character) => ({
      character,
      confidence: characterConfidence,
      alternatives: [],
    })),
    alternatives: [],
    region: 'eu',
    boxXywhPx: [100, 100, 90, 22],
    heightPx: 22,
    sharpness: 400,
    ...given,
  };
}
