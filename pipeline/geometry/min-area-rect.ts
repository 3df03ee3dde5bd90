import type { PointPx, QuadPx } from './box.ts';

/**
 * The rectangle of least area around the points, any angle, as a quad whose first side is the one
 * closest to pointing right (so top left, top right, bottom right, bottom left of upright text).
 * Convex hull by Andrew's monotone chain (1979), then one side of the rectangle lies on a hull edge
 * (Freeman and Shapira, 1975). No points: null; one point: four equal corners.
 */
export function minAreaRect(points: readonly PointPx[]): QuadPx | null {
  const hull = convexHull(points);
  const first = hull[0];
  if (first === undefined) return null;
  if (hull.length === 1) return [first, first, first, first];
  let best: QuadPx | null = null;
  let bestArea = Infinity;
  for (let i = 0; i < hull.length; i++) {
    const a = hull[i]!;
    const b = hull[(i + 1) % hull.length]!;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length === 0) continue;
    const axis: PointPx = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const { area, quad } = rectAlong(hull, axis);
    if (area < bestArea) {
      bestArea = area;
      best = quad;
    }
  }
  return best;
}

/** Corner points of the convex hull, counter-clockwise in a y-up frame, without repeats. */
export function convexHull(points: readonly PointPx[]): PointPx[] {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  if (sorted.length < 3) return sorted;
  const chain = (ordered: readonly PointPx[]): PointPx[] => {
    const kept: PointPx[] = [];
    for (const point of ordered) {
      while (kept.length >= 2 && turn(kept[kept.length - 2]!, kept[kept.length - 1]!, point) <= 0) {
        kept.pop();
      }
      kept.push(point);
    }
    kept.pop();
    return kept;
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

function turn(a: PointPx, b: PointPx, c: PointPx): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function rectAlong(hull: readonly PointPx[], axis: PointPx): { area: number; quad: QuadPx } {
  // Of the rectangle's four directions, the one that points most to the right is the reading one.
  let [ux, uy] = axis;
  if (Math.abs(uy) > Math.abs(ux)) [ux, uy] = [uy, -ux];
  if (ux < 0) [ux, uy] = [-ux, -uy];
  let minU = Infinity;
  let maxU = -Infinity;
  let minV = Infinity;
  let maxV = -Infinity;
  for (const [x, y] of hull) {
    const u = x * ux + y * uy;
    const v = -x * uy + y * ux;
    minU = Math.min(minU, u);
    maxU = Math.max(maxU, u);
    minV = Math.min(minV, v);
    maxV = Math.max(maxV, v);
  }
  const at = (u: number, v: number): PointPx => [u * ux - v * uy, u * uy + v * ux];
  return {
    area: (maxU - minU) * (maxV - minV),
    quad: [at(minU, minV), at(maxU, minV), at(maxU, maxV), at(minU, maxV)],
  };
}
