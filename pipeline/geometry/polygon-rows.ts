import type { PointXy } from './point.ts';

/** `[from, to)` on row `y`, in whole cells of a grid. */
export interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The cells of a grid of `columns × rows` that the polygon touches, however little, as runs from top to
 * bottom; they may overlap. Corners in cells, the grid's top left corner being 0, 0; what lies outside the
 * grid is left out. A cell that is touched is crossed by an edge or lies inside as a whole, and then its
 * middle does: edges are followed from row to row, and the insides found by the even-odd rule along the
 * middle of each row. Fewer than three corners touch nothing.
 */
export function touchedRuns(corners: readonly PointXy[], columns: number, rows: number): Run[] {
  if (corners.length < 3) return [];
  const edges = corners.map((corner, i) => [corner, corners[(i + 1) % corners.length]!] as const);
  const ys = corners.map(([, y]) => y);
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(rows, Math.floor(Math.max(...ys)) + 1);
  const runs: Run[] = [];
  const add = (y: number, left: number, right: number): void => {
    const from = Math.max(0, Math.floor(left));
    const to = Math.min(columns, Math.floor(right) + 1);
    if (from < to) runs.push({ y, from, to });
  };
  for (let y = top; y < bottom; y++) {
    const crossings: number[] = [];
    for (const [a, b] of edges) {
      const [upper, lower] = a[1] <= b[1] ? [a, b] : [b, a];
      if (lower[1] < y || upper[1] > y + 1) continue;
      const atTop = xAt(upper, lower, Math.max(y, upper[1]));
      const atBottom = xAt(lower, upper, Math.min(y + 1, lower[1]));
      // A level edge lies in the row as a whole.
      const isLevel = upper[1] === lower[1];
      const xs = isLevel ? [upper[0], lower[0]] : [atTop, atBottom];
      add(y, Math.min(...xs), Math.max(...xs));
      const middle = y + 0.5;
      if (upper[1] > middle !== lower[1] > middle) crossings.push(xAt(upper, lower, middle));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) add(y, crossings[i]!, crossings[i + 1]!);
  }
  return runs;
}

function xAt([ax, ay]: PointXy, [bx, by]: PointXy, y: number): number {
  return ay === by ? ax : ax + ((bx - ax) * (y - ay)) / (by - ay);
}
