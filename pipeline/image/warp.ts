import type { PointPx, QuadPx } from '../geometry/box.ts';
import type { Raster } from './raster.ts';

/**
 * The part of the raster inside the quadrilateral, drawn upright at the given size: the quad's top
 * left corner becomes the picture's. Bilinear; pixels beyond the raster's edge repeat it. Where the
 * quad is drawn smaller than it is, each output pixel averages a grid of samples. An empty raster or
 * size gives an all-black one.
 *
 * The map is the projective one through four points (Heckbert, "Fundamentals of Texture Mapping and
 * Image Warping", 1989, section 2.2.3).
 */
export function warpQuad(raster: Raster, quad: QuadPx, widthPx: number, heightPx: number): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  if (data.length === 0 || raster.data.length === 0) return { data, widthPx, heightPx };
  const map = unitSquareTo(quad);
  const { widthPx: quadWidth, heightPx: quadHeight } = quadSizePx(quad);
  const samplesX = Math.min(8, Math.max(1, Math.round(quadWidth / widthPx)));
  const samplesY = Math.min(8, Math.max(1, Math.round(quadHeight / heightPx)));
  const sum = new Float32Array(3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      sum.fill(0);
      for (let sy = 0; sy < samplesY; sy++) {
        for (let sx = 0; sx < samplesX; sx++) {
          const u = (x + (sx + 0.5) / samplesX) / widthPx;
          const v = (y + (sy + 0.5) / samplesY) / heightPx;
          const w = map.g * u + map.h * v + 1;
          const px = (map.a * u + map.b * v + map.c) / w - 0.5;
          const py = (map.d * u + map.e * v + map.f) / w - 0.5;
          addSample(raster, px, py, sum);
        }
      }
      const to = (y * widthPx + x) * 3;
      const count = samplesX * samplesY;
      data[to] = sum[0]! / count + 0.5;
      data[to + 1] = sum[1]! / count + 0.5;
      data[to + 2] = sum[2]! / count + 0.5;
    }
  }
  return { data, widthPx, heightPx };
}

/** Mean length of the top and bottom, and of the left and right sides, in pixels. */
export function quadSizePx([tl, tr, br, bl]: QuadPx): { widthPx: number; heightPx: number } {
  return {
    widthPx: (distance(tl, tr) + distance(bl, br)) / 2,
    heightPx: (distance(tl, bl) + distance(tr, br)) / 2,
  };
}

function distance(a: PointPx, b: PointPx): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

interface Projection {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

function unitSquareTo([p0, p1, p2, p3]: QuadPx): Projection {
  const sumX = p0[0] - p1[0] + p2[0] - p3[0];
  const sumY = p0[1] - p1[1] + p2[1] - p3[1];
  const dx1 = p1[0] - p2[0];
  const dy1 = p1[1] - p2[1];
  const dx2 = p3[0] - p2[0];
  const dy2 = p3[1] - p2[1];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = determinant === 0 ? 0 : (sumX * dy2 - dx2 * sumY) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sumY - sumX * dy1) / determinant;
  return {
    a: p1[0] - p0[0] + g * p1[0],
    b: p3[0] - p0[0] + h * p3[0],
    c: p0[0],
    d: p1[1] - p0[1] + g * p1[1],
    e: p3[1] - p0[1] + h * p3[1],
    f: p0[1],
    g,
    h,
  };
}

function addSample(raster: Raster, x: number, y: number, sum: Float32Array): void {
  const cx = x < 0 ? 0 : x > raster.widthPx - 1 ? raster.widthPx - 1 : x;
  const cy = y < 0 ? 0 : y > raster.heightPx - 1 ? raster.heightPx - 1 : y;
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const x1 = x0 + 1 < raster.widthPx ? x0 + 1 : x0;
  const y1 = y0 + 1 < raster.heightPx ? y0 + 1 : y0;
  const fx = cx - x0;
  const fy = cy - y0;
  const topLeft = (y0 * raster.widthPx + x0) * 3;
  const topRight = (y0 * raster.widthPx + x1) * 3;
  const bottomLeft = (y1 * raster.widthPx + x0) * 3;
  const bottomRight = (y1 * raster.widthPx + x1) * 3;
  for (let channel = 0; channel < 3; channel++) {
    const top = raster.data[topLeft + channel]! * (1 - fx) + raster.data[topRight + channel]! * fx;
    const bottom =
      raster.data[bottomLeft + channel]! * (1 - fx) + raster.data[bottomRight + channel]! * fx;
    sum[channel] = sum[channel]! + top * (1 - fy) + bottom * fy;
  }
}
