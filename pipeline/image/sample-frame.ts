import { clip, type BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from './raster.ts';
import { cropFrame, type YuvPicture } from './video-frame.ts';

/**
 * The part of the frame inside the box as a small RGB picture of at most `longSidePx`: every so many
 * pixels, taken as they are. Quick, and good enough for looking at colour. 0×0 when they don't meet.
 */
export function sampleFrame(frame: YuvPicture, box: BoxXywhPx, longSidePx: number): Raster {
  const [x, y, width, height] = clip(box, frame.widthPx, frame.heightPx);
  const step = Math.max(1, Math.ceil(Math.max(width, height) / longSidePx));
  const widthPx = Math.floor(width / step);
  const heightPx = Math.floor(height / step);
  const chromaWidthPx = (widthPx + 1) >> 1;
  const chromaHeightPx = (heightPx + 1) >> 1;
  const chroma = (plane: Uint8Array) =>
    everyNth(plane, (frame.widthPx + 1) >> 1, x >> 1, y >> 1, step, chromaWidthPx, chromaHeightPx);
  const picture = {
    widthPx,
    heightPx,
    luma: everyNth(frame.luma, frame.widthPx, x, y, step, widthPx, heightPx),
    chromaU: chroma(frame.chromaU),
    chromaV: chroma(frame.chromaV),
  };
  return cropFrame(picture, [0, 0, widthPx, heightPx]);
}

function everyNth(
  plane: Uint8Array,
  stride: number,
  x: number,
  y: number,
  step: number,
  width: number,
  height: number,
): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row * step) * stride + x;
    for (let column = 0; column < width; column++) {
      out[row * width + column] = plane[from + column * step]!;
    }
  }
  return out;
}
