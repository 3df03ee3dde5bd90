import { clip, type BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from './raster.ts';

/**
 * One decoded picture at the camera's full resolution, upright and with square pixels.
 * Planar YUV 4:2:0, BT.601/709 limited range, uint8: `luma` is `heightPx × widthPx`, `chromaU` and
 * `chromaV` are `ceil(heightPx/2) × ceil(widthPx/2)`. `small` is the same picture scaled to fit
 * detection, and `smallLuma` its luma plane (same size as `small`).
 */
export interface VideoFrame {
  /** Presentation time from the start of the file or segment, in milliseconds, exact to the time base. */
  readonly mediaMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly luma: Uint8Array;
  readonly chromaU: Uint8Array;
  readonly chromaV: Uint8Array;
  readonly small: Raster;
  readonly smallLuma: Uint8Array;
}

/** The planes alone: what it takes to make RGB. */
export type YuvPicture = Pick<VideoFrame, 'widthPx' | 'heightPx' | 'luma' | 'chromaU' | 'chromaV'>;

/** Full-resolution RGB of the part of the frame inside the box; 0×0 when they don't meet. */
export function cropFrame(frame: YuvPicture, box: BoxXywhPx): Raster {
  const [x, y, widthPx, heightPx] = clip(box, frame.widthPx, frame.heightPx);
  const data = new Uint8Array(widthPx * heightPx * 3);
  yuvToRgb(frame, x, y, widthPx, heightPx, data);
  return { data, widthPx, heightPx };
}

/** BT.601 limited range to RGB in 16.16 fixed point (ITU-R BT.601-7, table 3). */
function yuvToRgb(
  frame: YuvPicture,
  x: number,
  y: number,
  widthPx: number,
  heightPx: number,
  out: Uint8Array,
): void {
  const chromaStride = (frame.widthPx + 1) >> 1;
  let to = 0;
  for (let row = y; row < y + heightPx; row++) {
    const lumaRow = row * frame.widthPx;
    const chromaRow = (row >> 1) * chromaStride;
    for (let col = x; col < x + widthPx; col++) {
      const luma = 76309 * (frame.luma[lumaRow + col]! - 16) + 32768;
      const u = frame.chromaU[chromaRow + (col >> 1)]! - 128;
      const v = frame.chromaV[chromaRow + (col >> 1)]! - 128;
      out[to] = clampByte((luma + 104597 * v) >> 16);
      out[to + 1] = clampByte((luma - 25675 * u - 53279 * v) >> 16);
      out[to + 2] = clampByte((luma + 132201 * u) >> 16);
      to += 3;
    }
  }
}

function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
