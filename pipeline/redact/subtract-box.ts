import { intersect, type BoxXywhPx } from '../geometry/box.ts';

/** What is left of the box outside the hole: up to four boxes that don't overlap; none when it is covered. */
export function subtractBox(box: BoxXywhPx, hole: BoxXywhPx): BoxXywhPx[] {
  const [x, y, width, height] = box;
  const [left, top, w, h] = intersect(box, hole);
  if (w === 0 || h === 0) return width > 0 && height > 0 ? [box] : [];
  const parts: BoxXywhPx[] = [
    [x, y, width, top - y],
    [x, top + h, width, y + height - top - h],
    [x, top, left - x, h],
    [left + w, top, x + width - left - w, h],
  ];
  return parts.filter((part) => part[2] > 0 && part[3] > 0);
}
