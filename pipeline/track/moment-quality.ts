import { areaPx } from '../geometry/box.ts';
import { readWeight } from '../fusion/read-weight.ts';
import type { Observation, ObservedFrame } from './tracker-state.ts';

/** Nearer to the border of the frame than this and the object is likely cut off. */
const BORDER_SHARE = 0.01;

/**
 * How well a frame shows an object, > 0: large, sure, whole, and with its plate to be read. Only to be
 * compared among the moments of one camera.
 */
export function momentQuality(
  observation: Pick<Observation, 'boxXywhPx' | 'score' | 'plate'>,
  frame: Pick<ObservedFrame, 'widthPx' | 'heightPx'>,
): number {
  const share = areaPx(observation.boxXywhPx) / Math.max(1, frame.widthPx * frame.heightPx);
  const size = Math.sqrt(Math.min(0.25, share));
  const whole = touchesBorder(observation.boxXywhPx, frame) ? 0.4 : 1;
  const plate = observation.plate === undefined ? 0 : readWeight(observation.plate);
  return observation.score * size * whole * (1 + plate);
}

/** Whether the box reaches the border of the frame, so that part of the object is out of the picture. */
export function touchesBorder(
  [x, y, width, height]: Observation['boxXywhPx'],
  frame: Pick<ObservedFrame, 'widthPx' | 'heightPx'>,
): boolean {
  const marginX = frame.widthPx * BORDER_SHARE;
  const marginY = frame.heightPx * BORDER_SHARE;
  return (
    x < marginX ||
    y < marginY ||
    x + width > frame.widthPx - marginX ||
    y + height > frame.heightPx - marginY
  );
}
