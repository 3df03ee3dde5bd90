import { clip, grow, type BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import type { Detection } from '../objects/detection.ts';

/** Boxes are grown by this share on every side: a detector's box may cut off a head. */
const MARGIN = 0.12;
/** Even grey: a fill can't be undone, as a blur can. */
const FILL = 96;

/**
 * The picture with every person filled over. `detections` are of the same frame, however unsure;
 * `originPx` is where the picture's top left corner lies in that frame, `scale` how many of its pixels
 * one frame pixel became. Without people the picture itself is given back; else a copy.
 */
export function hidePeople(
  picture: Raster,
  detections: readonly Pick<Detection, 'objectClass' | 'boxXywhPx'>[],
  originPx: readonly [x: number, y: number] = [0, 0],
  scale = 1,
): Raster {
  const people = detections
    .filter((d) => d.objectClass === 'person')
    .map(({ boxXywhPx: [x, y, width, height] }): BoxXywhPx => {
      const box: BoxXywhPx = [
        (x - originPx[0]) * scale,
        (y - originPx[1]) * scale,
        width * scale,
        height * scale,
      ];
      return clip(grow(box, MARGIN), picture.widthPx, picture.heightPx);
    })
    .filter(([, , width, height]) => width > 0 && height > 0);
  if (people.length === 0) return picture;
  const data = picture.data.slice();
  for (const [x, y, width, height] of people) {
    for (let row = y; row < y + height; row++) {
      const from = (row * picture.widthPx + x) * 3;
      data.fill(FILL, from, from + width * 3);
    }
  }
  return { ...picture, data };
}
