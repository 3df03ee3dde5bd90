import type { PlateRead } from './plate-reading.ts';

/** Characters closer together than this are told apart with growing guesswork: W from H, 4 from 1. */
const LEGIBLE_PITCH_PX = 16;
/** Plates of two lines are no wider against their height: 7 by 4 inches in the USA, less elsewhere. */
const MAX_TWO_LINE_ASPECT = 1.75;

/**
 * That the text is right if there is a plate at all, 0…1: its confidence against that of its rivals,
 * less where its characters are narrow. A clear plate of an unusual format is clear-cut, though its
 * confidence is low; a blurred one of a usual format is not, though it surely is a plate.
 */
export function clearCut({ text, confidence, alternatives, boxXywhPx }: PlateRead): number {
  const all = alternatives.reduce((sum, other) => sum + other.confidence, confidence);
  const [, , widthPx, heightPx] = boxXywhPx;
  const lines = widthPx < MAX_TWO_LINE_ASPECT * heightPx ? 2 : 1;
  const pitchPx = (lines * widthPx) / Math.max(Array.from(text).length, 1);
  return all === 0 ? 0 : (confidence / all) * Math.min(1, pitchPx / LEGIBLE_PITCH_PX);
}
