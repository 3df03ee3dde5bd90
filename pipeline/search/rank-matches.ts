import type { PlateText } from '../plates/plate-reading.ts';
import type { PlateMatch } from './sealed-read.ts';

/** Orders results for the analyst: the better match first, then the surer read. */
export function compareMatches(
  a: { readonly match: PlateMatch; readonly plate: PlateText },
  b: { readonly match: PlateMatch; readonly plate: PlateText },
): number {
  return b.match.score - a.match.score || b.plate.confidence - a.plate.confidence;
}
