import type { Raster } from '../image/raster.ts';
import { resizeRaster } from '../image/resize.ts';

/** The height that PP-OCRv4 reads lines at. */
export const LINE_HEIGHT_PX = 48;

/**
 * Plates are read a little narrower than they are: their spaced-out capitals then come closer to the
 * dense print that the recogniser was trained on.
 */
const WIDTH_RATIO = 0.92;
const MIN_WIDTH_PX = 64;
const MAX_WIDTH_PX = 480;
const WIDTH_STEP_PX = 8;

/** Float32 tensor `1 × 3 × 48 × widthPx`, planes in BGR order as PaddleOCR trains, -1…1. */
export interface LineInput {
  readonly tensor: Float32Array;
  readonly widthPx: number;
}

/** The reader's input for an upright one-line crop of at least 1×1 px. */
export function toLineInput(crop: Raster): LineInput {
  const natural = ((crop.widthPx * LINE_HEIGHT_PX) / crop.heightPx) * WIDTH_RATIO;
  const stepped = Math.round(natural / WIDTH_STEP_PX) * WIDTH_STEP_PX;
  const widthPx = Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, stepped));
  const { data } = resizeRaster(crop, widthPx, LINE_HEIGHT_PX);
  const plane = widthPx * LINE_HEIGHT_PX;
  const tensor = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    tensor[i] = data[i * 3 + 2]! / 127.5 - 1;
    tensor[plane + i] = data[i * 3 + 1]! / 127.5 - 1;
    tensor[2 * plane + i] = data[i * 3]! / 127.5 - 1;
  }
  return { tensor, widthPx };
}
