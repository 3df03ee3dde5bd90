import { iou, type BoxXywhPx } from '../geometry/box.ts';
import { isCertain } from '../fusion/certainty.ts';
import { maybeSamePlate } from '../fusion/cluster-reads.ts';
import { isVehicle, type ObjectClass } from '../objects/detection.ts';
import type { PlateRead } from '../plates/plate-reading.ts';
import { filterBox, surprise } from './box-filter.ts';
import type { Observation, TrackedObject } from './tracker-state.ts';

/** 99% of the χ² distribution with two degrees of freedom. */
const SURPRISE_GATE = 9.21;
const MIN_OVERLAP = 0.15;
/** What stands still is not taken for what comes near it. */
const MIN_OVERLAP_AT_REST = 0.35;
const MIN_SIZE_RATIO = 0.2;
/** Overlap at which a box is this object's whatever plate was read inside it. */
const SAME_PLACE_OVERLAP = 0.5;
const OTHER_CLASS_COST = 0.08;
const SAME_PLATE_GAIN = 0.4;
const CONFIDENT_READ = 0.6;

/**
 * Cost of taking an observation for a track that was predicted to the observation's time: 0 (no doubt)
 * … about 1; `Infinity` when it can't be. At a few frames a second a car may clear its own length
 * between frames, so overlap with the predicted box is joined by the distance from it in units of the
 * filter's own uncertainty, and a plate that was read before draws its vehicle.
 */
export function associationCost(
  track: TrackedObject,
  observation: Observation,
  parked: boolean,
): number {
  if (!maybeSameKind(track, observation)) return Infinity;
  const expected = filterBox(track.filter);
  const box = observation.boxXywhPx;
  // What stood may come back whole after it was seen in part.
  const overlap = Math.max(iou(expected, box), parked ? iou(track.restBoxXywhPx, box) : 0);
  const unexpected = surprise(track.filter, box);
  const sizes = sizeRatio(expected, box);
  const overlaps = overlap >= (parked ? MIN_OVERLAP_AT_REST : MIN_OVERLAP);
  const near = !parked && unexpected < SURPRISE_GATE && sizes >= MIN_SIZE_RATIO;
  if (!overlaps && !near) return Infinity;
  let cost = 1 - (0.6 * overlap + 0.3 * Math.exp(-unexpected / 6) + 0.1 * sizes);
  if (likeliestClass(track) !== observation.objectClass) cost += OTHER_CLASS_COST;
  if (observation.plate !== undefined && track.reads.length > 0) {
    if (platesConflict(track, observation.plate) && overlap < SAME_PLACE_OVERLAP) return Infinity;
    if (readsAgree(track, observation.plate)) cost -= SAME_PLATE_GAIN;
  }
  return Math.max(0, cost);
}

/** Whether a sure read says that this is another vehicle than the one whose plate is known. */
export function platesConflict(track: TrackedObject, plate: PlateRead): boolean {
  return plate.confidence >= CONFIDENT_READ && !readsAgree(track, plate) && isCertain(track.reads);
}

/** Whether the read may be of the plate that any earlier read of the track shows. */
export function readsAgree(track: TrackedObject, plate: PlateRead): boolean {
  return track.reads.some((read) => maybeSamePlate(read, plate));
}

export function likeliestClass(track: Pick<TrackedObject, 'classVotes'>): ObjectClass | null {
  const [best] = Object.entries(track.classVotes).sort(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  );
  return (best?.[0] as ObjectClass | undefined) ?? null;
}

/** A van may look like a car, a bus or a truck; nobody looks like a car. */
function maybeSameKind(track: TrackedObject, observation: Observation): boolean {
  const known = likeliestClass(track);
  if (known === null || observation.objectClass === null) return true;
  return groupOf(known) === groupOf(observation.objectClass);
}

function groupOf(objectClass: ObjectClass): string {
  if (objectClass === 'motorcycle' || objectClass === 'bicycle') return 'two-wheeler';
  return isVehicle(objectClass) ? 'vehicle' : objectClass;
}

function sizeRatio(a: BoxXywhPx, b: BoxXywhPx): number {
  const ratio = (one: number, other: number) =>
    Math.min(one, other) / Math.max(one, other, Number.MIN_VALUE);
  return ratio(a[2], b[2]) * ratio(a[3], b[3]);
}
