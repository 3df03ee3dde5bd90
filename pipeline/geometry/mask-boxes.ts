/** How finely slanted edges are followed, coarser where masks are many. */
const BAND_COUNTS = [90, 45, 24, 12, 6] as const;
/** Each box is a filter of its own, and all of them one word of a command. */
const MOST_BOXES = 1000;

type Polygon = readonly (readonly [x: number, y: number])[];
type Interval = readonly [from: number, to: number];

/**
 * Upright boxes that together cover the polygons, and little more: each is as wide as what it covers, in
 * bands of 1/90 of the height (at most 1/6, for more than a thousand boxes).
 * @param polygons corners in order, as fractions of the picture's width and height; a point is inside by
 * the even–odd rule
 * @returns `[x0, y0, x1, y1]` in the same units, `x0 < x1`, `y0 < y1`; none for no polygons
 */
export function maskBoxes(
  polygons: readonly Polygon[],
): readonly (readonly [x0: number, y0: number, x1: number, y1: number])[] {
  for (const bandCount of BAND_COUNTS) {
    const boxes = boxesOf(polygons, bandCount);
    if (boxes.length <= MOST_BOXES || bandCount === BAND_COUNTS.at(-1)) return boxes;
  }
  return [];
}

function boxesOf(
  polygons: readonly Polygon[],
  bandCount: number,
): (readonly [number, number, number, number])[] {
  const done: (readonly [number, number, number, number])[] = [];
  /** Boxes that may go on in the next band, by their sides. */
  let open = new Map<string, readonly [number, number, number, number]>();
  for (let band = 0; band < bandCount; band++) {
    const [top, bottom] = [band / bandCount, (band + 1) / bandCount];
    const going = new Map<string, readonly [number, number, number, number]>();
    const covered = polygons.flatMap((polygon) => intervalsIn(polygon, top, bottom));
    for (const [x0, x1] of join(covered)) {
      const key = `${x0} ${x1}`;
      going.set(key, [x0, open.get(key)?.[1] ?? top, x1, bottom]);
      open.delete(key);
    }
    done.push(...open.values());
    open = going;
  }
  return [...done, ...open.values()];
}

/**
 * What the polygon covers between two heights, seen from above. The shadow of each part is that of its
 * outline: of the polygon's edges within the band, and of the band's own edges within the polygon.
 */
function intervalsIn(polygon: Polygon, top: number, bottom: number): Interval[] {
  const found: Interval[] = [];
  const crossings: Record<'top' | 'bottom', number[]> = { top: [], bottom: [] };
  for (const [index, from] of polygon.entries()) {
    const to = polygon[(index + 1) % polygon.length]!;
    const [[upperX, upperY], [lowerX, lowerY]] = from[1] <= to[1] ? [from, to] : [to, from];
    const at = (y: number): number =>
      upperX + ((lowerX - upperX) * (y - upperY)) / (lowerY - upperY);
    if (lowerY > top && upperY < bottom) {
      const isLevel = upperY === lowerY;
      const a = isLevel ? upperX : at(Math.max(top, upperY));
      const b = isLevel ? lowerX : at(Math.min(bottom, lowerY));
      found.push([Math.min(a, b), Math.max(a, b)]);
    }
    if (upperY <= top && lowerY > top) crossings.top.push(at(top));
    if (upperY < bottom && lowerY >= bottom) crossings.bottom.push(at(bottom));
  }
  for (const xs of [crossings.top, crossings.bottom]) {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) found.push([xs[i]!, xs[i + 1]!]);
  }
  return found;
}

/** Intervals that touch become one; those without length are left out. */
function join(intervals: readonly Interval[]): Interval[] {
  const joined: [number, number][] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined.filter(([from, to]) => to > from);
}
