import type { Raster } from './raster.ts';

/** Contributions of source pixels to each target pixel along one axis. */
interface Taps {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `target × stride`, each row sums to 1. */
  readonly weights: Float32Array;
  readonly stride: number;
}

/**
 * The raster scaled to the given size by a triangle filter: bilinear when enlarging, and widened by
 * the factor when shrinking, so that fine strokes are averaged rather than skipped. Pixel centres
 * are at half coordinates. A 0×0 source gives a black target.
 */
export function resizeRaster(source: Raster, widthPx: number, heightPx: number): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  if (source.widthPx === 0 || source.heightPx === 0) return { data, widthPx, heightPx };
  if (source.widthPx === widthPx && source.heightPx === heightPx) return source;
  const across = tapsFor(source.widthPx, widthPx);
  const down = tapsFor(source.heightPx, heightPx);
  const rows = scaleRows(source, across, widthPx);
  const line = new Float32Array(widthPx * 3);
  for (let y = 0; y < heightPx; y++) {
    line.fill(0.5);
    const start = down.starts[y]!;
    for (let k = 0; k < down.counts[y]!; k++) {
      const weight = down.weights[y * down.stride + k]!;
      const from = (start + k) * widthPx * 3;
      for (let i = 0; i < line.length; i++) line[i]! += weight * rows[from + i]!;
    }
    data.set(line, y * widthPx * 3);
  }
  return { data, widthPx, heightPx };
}

function scaleRows(source: Raster, taps: Taps, widthPx: number): Float32Array {
  const rows = new Float32Array(widthPx * source.heightPx * 3);
  let to = 0;
  for (let y = 0; y < source.heightPx; y++) {
    const row = y * source.widthPx * 3;
    for (let x = 0; x < widthPx; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let from = row + taps.starts[x]! * 3;
      for (let k = 0; k < taps.counts[x]!; k++, from += 3) {
        const weight = taps.weights[x * taps.stride + k]!;
        red += weight * source.data[from]!;
        green += weight * source.data[from + 1]!;
        blue += weight * source.data[from + 2]!;
      }
      rows[to++] = red;
      rows[to++] = green;
      rows[to++] = blue;
    }
  }
  return rows;
}

function tapsFor(source: number, target: number): Taps {
  const scale = source / target;
  const reach = Math.max(1, scale);
  const stride = Math.ceil(reach * 2) + 1;
  const starts = new Int32Array(target);
  const counts = new Int32Array(target);
  const weights = new Float32Array(target * stride);
  for (let i = 0; i < target; i++) {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(source - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let k = first; k <= last; k++) {
      const weight = Math.max(1e-6, 1 - Math.abs(k - centre) / reach);
      weights[i * stride + k - first] = weight;
      sum += weight;
    }
    starts[i] = first;
    counts[i] = last - first + 1;
    for (let k = 0; k <= last - first; k++) weights[i * stride + k]! /= sum;
  }
  return { starts, counts, weights, stride };
}
