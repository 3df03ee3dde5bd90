import type { PlateRead } from '../plates/plate-reading.ts';

/** Height at which a plate is read about as well as it ever will be. */
const GOOD_HEIGHT_PX = 24;
/** Variance of the Laplacian of a plate that is neither crisp nor smeared. */
const FAIR_SHARPNESS = 300;

/**
 * How much a read says about the plate, 0…1: its confidence, less when the plate was small (by its area:
 * there are so many fewer pixels) or blurred, less when it fits no grammar. Never 0, so that a lone poor read still counts as one.
 */
export function readWeight(
  read: Pick<PlateRead, 'confidence' | 'heightPx' | 'sharpness' | 'region'>,
): number {
  const height = Math.min(1, Math.max(0, read.heightPx) / GOOD_HEIGHT_PX) ** 2;
  const sharpness = Math.max(0, read.sharpness);
  const sharp = 0.5 + 0.5 * (sharpness / (sharpness + FAIR_SHARPNESS));
  const grammar = read.region === null ? 0.5 : 1;
  return Math.max(1e-4, read.confidence * (0.1 + 0.9 * height) * sharp * grammar);
}
