import type { PointPx, QuadPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import { fitLongSide } from '../image/fit.ts';
import { resizeRaster } from '../image/resize.ts';
import { minAreaRect } from '../geometry/min-area-rect.ts';
import type { TextRegion } from './plate-models.ts';

/** Text probability of each pixel: float32, 0…1, row-major `heightPx × widthPx`. */
export interface TextMap {
  readonly data: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface TextMapOptions {
  /** A pixel belongs to text from this probability on. */
  readonly pixelThreshold: number;
  /** A region counts from this mean probability on. */
  readonly regionThreshold: number;
  /** How far the shrunken region is grown back: distance = area × ratio / perimeter. */
  readonly unclipRatio: number;
  /** Regions lower than this, before growing, are noise. */
  readonly minHeightPx: number;
}

/** The settings PaddleOCR publishes for PP-OCRv4, with its lower region threshold for small text. */
export const TEXT_MAP_OPTIONS: TextMapOptions = {
  pixelThreshold: 0.3,
  regionThreshold: 0.5,
  unclipRatio: 1.6,
  minHeightPx: 3,
};

/**
 * The regions of a text map, in its pixels, best score first; none: an empty list.
 * Post-processing of DB (Liao et al., "Real-time Scene Text Detection with Differentiable
 * Binarization", AAAI 2020): threshold, connected components, rectangle of least area, and growing by
 * Vatti's offset, since the network is trained on shrunken regions.
 */
export function regionsOfTextMap(
  map: TextMap,
  options: TextMapOptions = TEXT_MAP_OPTIONS,
): TextRegion[] {
  const regions: TextRegion[] = [];
  for (const component of components(map, options.pixelThreshold)) {
    if (component.meanProbability < options.regionThreshold) continue;
    const rect = minAreaRect(component.outline);
    if (rect === null) continue;
    const quadPx = unclip(rect, options);
    if (quadPx !== null) regions.push({ quadPx, score: component.meanProbability });
  }
  return regions.sort((a, b) => b.score - a.score);
}

interface Component {
  /** Outer corners of the leftmost and rightmost pixel of each row: its hull is the component's. */
  readonly outline: readonly PointPx[];
  readonly meanProbability: number;
}

function* components(map: TextMap, threshold: number): Generator<Component> {
  const { data, widthPx, heightPx } = map;
  const seen = new Uint8Array(data.length);
  const stack: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] === 1 || data[start]! < threshold) continue;
    const rows = new Map<number, [left: number, right: number]>();
    let sum = 0;
    let count = 0;
    seen[start] = 1;
    stack.push(start);
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      const y = Math.floor(pixel / widthPx);
      const x = pixel - y * widthPx;
      sum += data[pixel]!;
      count++;
      const row = rows.get(y);
      if (row === undefined) rows.set(y, [x, x]);
      else if (x < row[0]) row[0] = x;
      else if (x > row[1]) row[1] = x;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx++) {
          const next = ny * widthPx + nx;
          if (seen[next] === 1 || data[next]! < threshold) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    yield { outline: outlineOf(rows), meanProbability: sum / count };
  }
}

function outlineOf(rows: ReadonlyMap<number, readonly [number, number]>): PointPx[] {
  const outline: PointPx[] = [];
  for (const [y, [left, right]] of rows) {
    outline.push([left, y], [right + 1, y], [left, y + 1], [right + 1, y + 1]);
  }
  return outline;
}

function unclip(quad: QuadPx, { unclipRatio, minHeightPx }: TextMapOptions): QuadPx | null {
  const [tl, tr, , bl] = quad;
  const width = Math.hypot(tr[0] - tl[0], tr[1] - tl[1]);
  const height = Math.hypot(bl[0] - tl[0], bl[1] - tl[1]);
  if (Math.min(width, height) < minHeightPx) return null;
  const distance = (width * height * unclipRatio) / (2 * (width + height));
  const right: PointPx = [
    ((tr[0] - tl[0]) / width) * distance,
    ((tr[1] - tl[1]) / width) * distance,
  ];
  const down: PointPx = [
    ((bl[0] - tl[0]) / height) * distance,
    ((bl[1] - tl[1]) / height) * distance,
  ];
  const move = (p: PointPx, alongX: number, alongY: number): PointPx => [
    p[0] + alongX * right[0] + alongY * down[0],
    p[1] + alongX * right[1] + alongY * down[1],
  ];
  return [move(quad[0], -1, -1), move(quad[1], 1, -1), move(quad[2], 1, 1), move(quad[3], -1, 1)];
}

/** Float32 tensor `1 × 3 × heightPx × widthPx`, planes in BGR order, as PaddleOCR normalises. */
export interface TextMapInput {
  readonly tensor: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const SIDE_STEP_PX = 32;
const MEAN = [0.485, 0.456, 0.406] as const;
const STD = [0.229, 0.224, 0.225] as const;

/** The picture (at least 1×1 px) at the given longer side, both sides rounded to multiples of 32. */
export function toTextMapInput(picture: Raster, longSidePx: number): TextMapInput {
  const fitted = fitLongSide(picture, longSidePx);
  const step = (px: number) => Math.max(SIDE_STEP_PX, Math.round(px / SIDE_STEP_PX) * SIDE_STEP_PX);
  const widthPx = step(fitted.widthPx);
  const heightPx = step(fitted.heightPx);
  const { data } = resizeRaster(picture, widthPx, heightPx);
  const plane = widthPx * heightPx;
  const tensor = new Float32Array(3 * plane);
  // The published mean and deviation meet the planes in BGR order: so the network was trained.
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * STD[channel]!);
    const offset = -MEAN[channel]! / STD[channel]!;
    const to = channel * plane;
    for (let i = 0, from = 2 - channel; i < plane; i++, from += 3) {
      tensor[to + i] = data[from]! * scale + offset;
    }
  }
  return { tensor, widthPx, heightPx };
}

/** Regions of a map carried over to the pixels of the picture that it was made from. */
export function onPicture(
  regions: readonly TextRegion[],
  map: { readonly widthPx: number; readonly heightPx: number },
  picture: Raster,
): TextRegion[] {
  const scaleX = picture.widthPx / map.widthPx;
  const scaleY = picture.heightPx / map.heightPx;
  const move = ([x, y]: PointPx): PointPx => [x * scaleX, y * scaleY];
  return regions.map(({ quadPx: [a, b, c, d], score }) => ({
    quadPx: [move(a), move(b), move(c), move(d)],
    score,
  }));
}
