import { grow, type BoxXywhPx } from '../geometry/box.ts';

/**
 * A detector's box may cut off a head or a foot: what it leaves out lies within this share of its size
 * (measured: models/cards/hiding-people.md).
 */
export const PERSON_MARGIN = 0.12;
/** Of a line of text's height, on every side; and how far a plate may go on beside what was found of it. */
export const PLATE_MARGIN = 0.4;
const PLATE_SIDE_HEIGHTS = 1.5;

export function aroundPerson(box: BoxXywhPx, margin = PERSON_MARGIN): BoxXywhPx {
  return grow(box, margin);
}

/** A plate that was found: text box and rim. */
export function aroundPlate([x, y, width, height]: BoxXywhPx): BoxXywhPx {
  const margin = height * PLATE_MARGIN;
  return [x - margin, y - margin, width + 2 * margin, height + 2 * margin];
}

/** Text that may be a part of a plate only: the rest is beside it, in the second line above or below. */
export function aroundText([x, y, width, height]: BoxXywhPx): BoxXywhPx {
  const side = height * PLATE_SIDE_HEIGHTS;
  const upDown = height * PLATE_MARGIN;
  return [x - side, y - upDown, width + 2 * side, height + 2 * upDown];
}
