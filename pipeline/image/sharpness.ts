import type { Raster } from './raster.ts';
import { resizeRaster } from './resize.ts';

const HEIGHT_PX = 48;

/**
 * Variance of the Laplacian of the luma (0…255) with the picture scaled to 48 px height; higher is
 * sharper, 0 for an empty or even one (Pech-Pacheco et al., "Diatom autofocusing", ICPR 2000).
 */
export function sharpnessOf(picture: Raster): number {
  if (picture.widthPx === 0 || picture.heightPx === 0) return 0;
  const widthPx = Math.max(3, Math.round((picture.widthPx * HEIGHT_PX) / picture.heightPx));
  const { data } = resizeRaster(picture, widthPx, HEIGHT_PX);
  const luma = new Float32Array(widthPx * HEIGHT_PX);
  for (let i = 0, from = 0; i < luma.length; i++, from += 3) {
    luma[i] = 0.299 * data[from]! + 0.587 * data[from + 1]! + 0.114 * data[from + 2]!;
  }
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < HEIGHT_PX - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      const laplacian =
        luma[i - 1]! + luma[i + 1]! + luma[i - widthPx]! + luma[i + widthPx]! - 4 * luma[i]!;
      sum += laplacian;
      squares += laplacian * laplacian;
    }
  }
  const count = (HEIGHT_PX - 2) * (widthPx - 2);
  return squares / count - (sum / count) ** 2;
}
