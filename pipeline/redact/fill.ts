import { WaysideError } from '../errors.ts';
import type { Raster } from '../image/raster.ts';
import type { YuvPicture } from '../image/video-frame.ts';
import type { FilledBox, PictureRedaction } from './redaction-record.ts';

/** Even grey: a fill can't be undone, as a blur can. */
export const FILL_RGB = 96;
/** The same grey in limited range. */
export const FILL_LUMA = 98;
export const FILL_CHROMA = 128;

/**
 * The picture with every box of the record filled; a copy, or the picture itself where there is none.
 * @throws WaysideError INTERNAL when the record is of a picture of another size
 */
export function redact(picture: Raster, record: PictureRedaction): Raster {
  const { widthPx, heightPx } = picture;
  if (widthPx !== record.widthPx || heightPx !== record.heightPx) {
    throw new WaysideError('INTERNAL', 'the redaction record is of another picture');
  }
  if (record.hidden.length === 0) return picture;
  const data = picture.data.slice();
  for (const { boxXywhPx } of record.hidden) {
    const [x, y, width, height] = within(boxXywhPx, widthPx, heightPx);
    for (let row = y; row < y + height; row++) {
      const from = (row * widthPx + x) * 3;
      data.fill(FILL_RGB, from, from + width * 3);
    }
  }
  return { data, widthPx, heightPx };
}

/**
 * Fills the boxes in the frame's own planes. Chroma is filled wherever it touches a box, and luma with
 * it: the box grows to even pixels.
 */
export function fillFrame(frame: YuvPicture, boxes: readonly FilledBox[]): void {
  const chromaWidth = (frame.widthPx + 1) >> 1;
  for (const box of boxes) {
    const [x, y, width, height] = within(box, frame.widthPx, frame.heightPx);
    if (width === 0 || height === 0) continue;
    const left = x & ~1;
    const top = y & ~1;
    const right = Math.min(frame.widthPx, (x + width + 1) & ~1);
    const bottom = Math.min(frame.heightPx, (y + height + 1) & ~1);
    for (let row = top; row < bottom; row++) {
      frame.luma.fill(FILL_LUMA, row * frame.widthPx + left, row * frame.widthPx + right);
    }
    for (let row = top >> 1; row < (bottom + 1) >> 1; row++) {
      const from = row * chromaWidth + (left >> 1);
      const to = row * chromaWidth + ((right + 1) >> 1);
      frame.chromaU.fill(FILL_CHROMA, from, to);
      frame.chromaV.fill(FILL_CHROMA, from, to);
    }
  }
}

function within([x, y, width, height]: FilledBox, widthPx: number, heightPx: number): FilledBox {
  const left = Math.min(x, widthPx);
  const top = Math.min(y, heightPx);
  return [left, top, Math.min(width, widthPx - left), Math.min(height, heightPx - top)];
}
