import type { PointXy } from './point.ts';

/**
 * Whether the point lies in the closed ring of corners (the last joins the first), by the even-odd rule:
 * a ray to the right crosses the outline an odd number of times (Shimrat 1962). Lower and left edges
 * belong to the polygon, upper and right ones don't, so of two that share an edge one has the point.
 * Fewer than three corners hold nothing.
 */
export function isInPolygon([x, y]: PointXy, corners: readonly PointXy[]): boolean {
  if (corners.length < 3) return false;
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [ax, ay] = corners[i]!;
    const [bx, by] = corners[j]!;
    if (ay > y === by > y) continue;
    if (x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Twice the area, by the shoelace formula; positive or negative by the way round. */
export function doubleAreaOf(corners: readonly PointXy[]): number {
  return corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
}

/** Whether two edges that aren't neighbours meet, or a corner comes twice. */
export function crossesItself(corners: readonly PointXy[]): boolean {
  const count = corners.length;
  const edge = (i: number) => [corners[i]!, corners[(i + 1) % count]!] as const;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const [a, b] = edge(i);
      const [c, d] = edge(j);
      if (a[0] === c[0] && a[1] === c[1]) return true;
      const neighbours = j === i + 1 || (i === 0 && j === count - 1);
      if (neighbours ? foldsBack(i, j, corners) : meet(a, b, c, d)) return true;
    }
  }
  return false;
}

/** Neighbouring edges share a corner; they may not run back over each other. */
function foldsBack(i: number, j: number, corners: readonly PointXy[]): boolean {
  const count = corners.length;
  const middle = corners[j === i + 1 ? j : i]!;
  const before = corners[j === i + 1 ? i : j]!;
  const after = corners[((j === i + 1 ? j : i) + 1) % count]!;
  const back = [before[0] - middle[0], before[1] - middle[1]] as const;
  const on = [after[0] - middle[0], after[1] - middle[1]] as const;
  return turn(middle, before, after) === 0 && back[0] * on[0] + back[1] * on[1] > 0;
}

function meet(a: PointXy, b: PointXy, c: PointXy, d: PointXy): boolean {
  const abc = Math.sign(turn(a, b, c));
  const abd = Math.sign(turn(a, b, d));
  const cda = Math.sign(turn(c, d, a));
  const cdb = Math.sign(turn(c, d, b));
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  );
}

/** Positive when going from a over b to c turns one way, negative the other way, 0 straight on. */
function turn(a: PointXy, b: PointXy, c: PointXy): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function isBetween(a: PointXy, b: PointXy, p: PointXy): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}
