import { iou } from '../geometry/box.ts';
import type { Detection } from './detection.ts';

/**
 * Greedy non-maximum suppression: the best box of each cluster stays. Vehicles of different classes
 * suppress one another too (one van isn't a car and a truck); a person beside a vehicle stays.
 * Gives a new list, best first.
 */
export function suppressOverlaps(
  detections: readonly Detection[],
  maximumIou: number,
  sameGroup: (a: Detection, b: Detection) => boolean,
): readonly Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((a, b) => b.score - a.score)) {
    const covered = kept.some(
      (k) => sameGroup(k, candidate) && iou(k.boxXywhPx, candidate.boxXywhPx) > maximumIou,
    );
    if (!covered) kept.push(candidate);
  }
  return kept;
}
