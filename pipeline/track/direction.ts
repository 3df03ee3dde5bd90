import { areaPx, centreOf, type BoxXywhPx } from '../geometry/box.ts';

/** Less than this share of its own size and it hasn't gone anywhere. */
const MIN_WAY_SIZES = 0.5;

/**
 * Which way something went in the image from its first to its last box: degrees, 0 up, 90 right,
 * clockwise, 0 ≤ direction < 360. Null when it didn't go anywhere.
 */
export function directionDeg(first: BoxXywhPx, last: BoxXywhPx): number | null {
  const [fromX, fromY] = centreOf(first);
  const [toX, toY] = centreOf(last);
  const wayPx = Math.hypot(toX - fromX, toY - fromY);
  const sizePx = Math.sqrt(Math.max(areaPx(first), areaPx(last)));
  if (wayPx <= MIN_WAY_SIZES * sizePx) return null;
  const degrees = (Math.atan2(toX - fromX, fromY - toY) * 180) / Math.PI;
  return (degrees + 360) % 360;
}
