import { quadSizePx } from '../image/warp.ts';
import type { PlateCandidate } from './plate-candidates.ts';

/**
 * A plate's line of text against the width of its vehicle. Characters are 60 to 110 mm high on
 * vehicles 1.7 to 2.5 m wide (ISO 7591; seen from the side the box is as long as the vehicle, up to
 * 5 m); letters of makes and models stay under 30 mm.
 */
const MIN_HEIGHT_TO_VEHICLE_WIDTH = 0.02;

const ON_VEHICLE_LOG_ODDS = 1.3;
const OFF_VEHICLE_LOG_ODDS = -1;
const EMBLEM_LOG_ODDS = -3;
/** Most plates have one line, and what stands above a plate is often a badge. */
const STACKED_LOG_ODDS = -2;

/** Natural log of how much likelier than in general the candidate is a plate where it stands. */
export function placeLogOdds(candidate: PlateCandidate, vehicleWidthPx: number | null): number {
  const heightPx = Math.min(...candidate.lines.map((line) => quadSizePx(line).heightPx));
  let odds = vehicleWidthPx === null ? OFF_VEHICLE_LOG_ODDS : ON_VEHICLE_LOG_ODDS;
  if (vehicleWidthPx !== null && heightPx < MIN_HEIGHT_TO_VEHICLE_WIDTH * vehicleWidthPx) {
    odds += EMBLEM_LOG_ODDS;
  }
  if (candidate.lines.length > 1) odds += STACKED_LOG_ODDS;
  return odds;
}

/** A line lower than this (its characters are about half as high) is read with growing guesswork. */
const LEGIBLE_HEIGHT_PX = 20;

/** How far a text read at this line height can be trusted, 0…1. */
export function legibility(lineHeightPx: number): number {
  return Math.min(1, (lineHeightPx / LEGIBLE_HEIGHT_PX) ** 2);
}
