import { clip, type BoxXywhPx } from '../geometry/box.ts';

/** An RGB picture: uint8, 0…255, row-major, channels interleaved (H×W×3), sRGB. */
export interface Raster {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The part of the raster inside the box (clipped to the raster); 0×0 when they don't meet. */
export function cropRaster(raster: Raster, box: BoxXywhPx): Raster {
  const [x, y, widthPx, heightPx] = clip(box, raster.widthPx, raster.heightPx);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row++) {
    const from = ((y + row) * raster.widthPx + x) * 3;
    data.set(raster.data.subarray(from, from + widthPx * 3), row * widthPx * 3);
  }
  return { data, widthPx, heightPx };
}
