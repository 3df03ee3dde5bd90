/** `[x, y, width, height]` in pixels, origin top left of the image it belongs to. May be fractional. */
export type BoxXywhPx = readonly [x: number, y: number, width: number, height: number];

/** Four corners in pixels: top left, top right, bottom right, bottom left of the thing, not of the image. */
export type QuadPx = readonly [PointPx, PointPx, PointPx, PointPx];
export type PointPx = readonly [x: number, y: number];

export function areaPx([, , w, h]: BoxXywhPx): number {
  return Math.max(0, w) * Math.max(0, h);
}

/** The common part of two boxes; width and height are 0 where they don't meet. */
export function intersect(a: BoxXywhPx, b: BoxXywhPx): BoxXywhPx {
  const x = Math.max(a[0], b[0]);
  const y = Math.max(a[1], b[1]);
  const right = Math.min(a[0] + a[2], b[0] + b[2]);
  const bottom = Math.min(a[1] + a[3], b[1] + b[3]);
  return [x, y, Math.max(0, right - x), Math.max(0, bottom - y)];
}

/** Intersection over union, 0…1; 0 when either box is empty. */
export function iou(a: BoxXywhPx, b: BoxXywhPx): number {
  const common = areaPx(intersect(a, b));
  const union = areaPx(a) + areaPx(b) - common;
  return union > 0 ? common / union : 0;
}

/** The box grown by `ratio` of its size on every side (0.1 → 20% wider in all). */
export function grow([x, y, w, h]: BoxXywhPx, ratio: number): BoxXywhPx {
  return [x - w * ratio, y - h * ratio, w * (1 + 2 * ratio), h * (1 + 2 * ratio)];
}

/** The part of the box inside an image of the given size, on whole pixels (outwards). */
export function clip(box: BoxXywhPx, widthPx: number, heightPx: number): BoxXywhPx {
  const left = Math.min(widthPx, Math.max(0, Math.floor(box[0])));
  const top = Math.min(heightPx, Math.max(0, Math.floor(box[1])));
  const right = Math.min(widthPx, Math.max(left, Math.ceil(box[0] + box[2])));
  const bottom = Math.min(heightPx, Math.max(top, Math.ceil(box[1] + box[3])));
  return [left, top, right - left, bottom - top];
}

/** The upright box around a quadrilateral. */
export function boundsOf(quad: QuadPx): BoxXywhPx {
  const xs = quad.map((p) => p[0]);
  const ys = quad.map((p) => p[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
}

export function centreOf([x, y, w, h]: BoxXywhPx): PointPx {
  return [x + w / 2, y + h / 2];
}
