import { centreOf, iou, type BoxXywhPx } from '../geometry/box.ts';
import { hullOf } from './people-over-time.ts';

/** Text of two looks is the same when the boxes overlap, or lie this near in widths and are alike in size. */
const NEAR_WIDTHS = 1.5;
const ALIKE_SIZE = 1.6;

/**
 * What to cover in each picture when only some were searched for text (null: not searched): in the
 * pictures from one search to the next, the way between boxes that belong together, and each that
 * belongs to none where it was seen. One list for each picture, in order.
 */
export function coverText(
  looks: readonly (readonly BoxXywhPx[] | null)[],
): readonly (readonly BoxXywhPx[])[] {
  const covered: BoxXywhPx[][] = looks.map((boxes) => [...(boxes ?? [])]);
  const searched = looks.flatMap((boxes, n) => (boxes === null ? [] : [n]));
  const [first, last] = [searched[0], searched.at(-1)];
  const cover = (from: number, to: number, boxes: readonly BoxXywhPx[]): void => {
    for (let n = from; n <= to; n++) covered[n]?.push(...boxes);
  };
  if (first === undefined || last === undefined) return covered;
  cover(0, first - 1, looks[first]!);
  cover(last + 1, looks.length - 1, looks[last]!);
  searched.slice(1).forEach((to, i) => {
    const from = searched[i]!;
    const free = new Set(looks[to]);
    const ways = looks[from]!.map((box) => {
      const next = nearest(free, box);
      if (next === null) return box;
      free.delete(next);
      return hullOf([box, next]);
    });
    cover(from, to, [...ways, ...free]);
  });
  return covered;
}

function nearest(candidates: ReadonlySet<BoxXywhPx>, box: BoxXywhPx): BoxXywhPx | null {
  let best: BoxXywhPx | null = null;
  let bestPx = Infinity;
  const [x, y] = centreOf(box);
  for (const candidate of candidates) {
    const [cx, cy] = centreOf(candidate);
    const apartPx = Math.hypot(cx - x, cy - y);
    const ratio = candidate[3] / Math.max(1, box[3]);
    const alike = ratio < ALIKE_SIZE && ratio > 1 / ALIKE_SIZE;
    const same = iou(candidate, box) > 0.1 || (alike && apartPx < NEAR_WIDTHS * box[2]);
    if (!same || apartPx >= bestPx) continue;
    best = candidate;
    bestPx = apartPx;
  }
  return best;
}
