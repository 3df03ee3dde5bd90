import { Type, type Static } from 'typebox';
import type { BoxXywhPx } from '../geometry/box.ts';

/** One coordinate: its value, its rate (per second), and their covariance. */
const Coordinate = Type.Object({
  value: Type.Number(),
  rate: Type.Number(),
  valueVariance: Type.Number(),
  covariance: Type.Number(),
  rateVariance: Type.Number(),
});
type Coordinate = Static<typeof Coordinate>;

/**
 * Where a box is and how it moves: a Kalman filter with constant velocity (Kalman 1960) over centre and
 * size, in pixels and pixels a second. The four coordinates are independent, as in SORT (Bewley et al.
 * 2016): their noises are, so the joint covariance stays block diagonal. Noises scale with the box.
 */
export const BoxFilter = Type.Object({
  atMs: Type.Number(),
  x: Coordinate,
  y: Coordinate,
  width: Coordinate,
  height: Coordinate,
});
export type BoxFilter = Static<typeof BoxFilter>;

/** How far a detector's box is off, as a share of the box's size (one standard deviation). */
const MEASUREMENT_SIZES = 0.06;
/** How fast something unknown may move, in its own sizes a second. */
const START_RATE_SIZES = 3;
const START_GROWTH_SIZES = 0.6;
/** How fast the speed may change, in sizes a second per root second. */
const ACCELERATION_SIZES = 2;
const GROWTH_CHANGE_SIZES = 0.5;
/** Growth dies away with this time constant: a box that something hid from one side isn't shrinking. */
const GROWTH_MEMORY_S = 0.3;

export function startFilter(box: BoxXywhPx, atMs: number): BoxFilter {
  const [x, y, width, height] = box;
  const size = sizeOf(width, height);
  const coordinate = (value: number, rateSizes: number): Coordinate => ({
    value,
    rate: 0,
    valueVariance: (MEASUREMENT_SIZES * size) ** 2,
    covariance: 0,
    rateVariance: (rateSizes * size) ** 2,
  });
  return {
    atMs,
    x: coordinate(x + width / 2, START_RATE_SIZES),
    y: coordinate(y + height / 2, START_RATE_SIZES),
    width: coordinate(width, START_GROWTH_SIZES),
    height: coordinate(height, START_GROWTH_SIZES),
  };
}

/** The filter moved on to a later time; an earlier or equal time gives it back unchanged. */
export function predictFilter(filter: BoxFilter, atMs: number): BoxFilter {
  const seconds = (atMs - filter.atMs) / 1000;
  if (seconds <= 0) return filter;
  const size = sizeOf(filter.width.value, filter.height.value);
  const move = (c: Coordinate, changeSizes: number): Coordinate => {
    const power = (changeSizes * size) ** 2;
    return {
      value: c.value + c.rate * seconds,
      rate: c.rate,
      valueVariance:
        c.valueVariance +
        2 * seconds * c.covariance +
        seconds ** 2 * c.rateVariance +
        (power * seconds ** 3) / 3,
      covariance: c.covariance + seconds * c.rateVariance + (power * seconds ** 2) / 2,
      rateVariance: c.rateVariance + power * seconds,
    };
  };
  const fading = Math.exp(-seconds / GROWTH_MEMORY_S);
  const grow = (c: Coordinate): Coordinate => {
    const moved = move({ ...c, rate: 0 }, GROWTH_CHANGE_SIZES);
    const value = c.value + c.rate * GROWTH_MEMORY_S * (1 - fading);
    return { ...moved, rate: c.rate * fading, value: Math.max(value, c.value / 2, 1) };
  };
  return {
    atMs,
    x: move(filter.x, ACCELERATION_SIZES),
    y: move(filter.y, ACCELERATION_SIZES),
    width: grow(filter.width),
    height: grow(filter.height),
  };
}

/** The filter after seeing the box at the time it is at. */
export function correctFilter(filter: BoxFilter, box: BoxXywhPx): BoxFilter {
  const [x, y, width, height] = box;
  const noise = (MEASUREMENT_SIZES * sizeOf(width, height)) ** 2;
  return {
    atMs: filter.atMs,
    x: correct(filter.x, x + width / 2, noise),
    y: correct(filter.y, y + height / 2, noise),
    width: correct(filter.width, width, noise),
    height: correct(filter.height, height, noise),
  };
}

/** The filter of something that was seen not to move until the time. */
export function restFilter(filter: BoxFilter, atMs: number): BoxFilter {
  const rest = (c: Coordinate): Coordinate => ({ ...c, rate: 0, covariance: 0 });
  return {
    atMs,
    x: rest(filter.x),
    y: rest(filter.y),
    width: rest(filter.width),
    height: rest(filter.height),
  };
}

export function filterBox(filter: BoxFilter): BoxXywhPx {
  const { x, y, width, height } = filter;
  return [x.value - width.value / 2, y.value - height.value / 2, width.value, height.value];
}

/** Squared Mahalanobis distance of the box's centre from where it is expected (χ², 2 degrees). */
export function surprise(filter: BoxFilter, box: BoxXywhPx): number {
  const noise = (MEASUREMENT_SIZES * sizeOf(box[2], box[3])) ** 2;
  const dx = box[0] + box[2] / 2 - filter.x.value;
  const dy = box[1] + box[3] / 2 - filter.y.value;
  return dx ** 2 / (filter.x.valueVariance + noise) + dy ** 2 / (filter.y.valueVariance + noise);
}

function correct(c: Coordinate, seen: number, noise: number): Coordinate {
  const gain = c.valueVariance / (c.valueVariance + noise);
  const rateGain = c.covariance / (c.valueVariance + noise);
  const error = seen - c.value;
  return {
    value: c.value + gain * error,
    rate: c.rate + rateGain * error,
    valueVariance: (1 - gain) * c.valueVariance,
    covariance: (1 - gain) * c.covariance,
    rateVariance: c.rateVariance - rateGain * c.covariance,
  };
}

/** The side of a square of the same area, at least a pixel. */
function sizeOf(width: number, height: number): number {
  return Math.max(1, Math.sqrt(Math.max(0, width) * Math.max(0, height)));
}
