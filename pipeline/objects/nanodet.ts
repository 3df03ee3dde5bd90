import type { BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import { resizeRaster } from '../image/resize.ts';
import { isVehicle, type Detection, type ObjectClass } from './detection.ts';
import { suppressOverlaps } from './nms.ts';

/** Longer side of what NanoDet-g was trained on. */
export const NANODET_LONG_SIDE_PX = 416;
export const NANODET_STRIDES_PX = [8, 16, 32] as const;
export const COCO_CLASSES = 80;
/** Each side of a box is a distribution over 0…10 strides (Li et al., Generalized Focal Loss, 2020). */
export const DISTANCE_BINS = 11;

const COCO_INDEX: Readonly<Record<ObjectClass, number>> = {
  person: 0,
  bicycle: 1,
  car: 2,
  motorcycle: 3,
  bus: 5,
  truck: 7,
};
const CLASSES = Object.entries(COCO_INDEX) as [ObjectClass, number][];

/** BGR, as the network was trained. */
const MEAN = [103.53, 116.28, 123.675] as const;
const DEVIATION = [57.375, 57.12, 58.395] as const;

export interface NanodetInput {
  /** float32, `1×3×heightPx×widthPx`, BGR, normalised; the picture at the top left, grey elsewhere. */
  readonly tensor: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Tensor pixels per picture pixel. */
  readonly scale: number;
}

/** Output of one stride: float32 `cells × 80` scores 0…1 and `cells × 44` box distributions. */
export interface NanodetLevel {
  readonly stridePx: number;
  readonly scores: Float32Array;
  readonly distances: Float32Array;
}

export interface NanodetOptions {
  /** Detections under this are dropped. */
  readonly minimumScore: number;
  readonly maximumIou: number;
}

/** Fits the picture into the network's input: longer side ≤ 416 px, both sides multiples of 32. */
export function toNanodetInput(picture: Raster): NanodetInput {
  const scale = Math.min(1, NANODET_LONG_SIDE_PX / Math.max(picture.widthPx, picture.heightPx, 1));
  const innerWidth = Math.max(1, Math.round(picture.widthPx * scale));
  const innerHeight = Math.max(1, Math.round(picture.heightPx * scale));
  const inner = resizeRaster(picture, innerWidth, innerHeight);
  const widthPx = Math.ceil(innerWidth / 32) * 32;
  const heightPx = Math.ceil(innerHeight / 32) * 32;
  const plane = widthPx * heightPx;
  const tensor = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const mean = MEAN[channel]!;
    const factor = 1 / DEVIATION[channel]!;
    const rgb = 2 - channel;
    for (let y = 0; y < innerHeight; y++) {
      let to = channel * plane + y * widthPx;
      let from = y * innerWidth * 3 + rgb;
      for (let x = 0; x < innerWidth; x++, to++, from += 3) {
        tensor[to] = (inner.data[from]! - mean) * factor;
      }
    }
  }
  return { tensor, widthPx, heightPx, scale };
}

/** Boxes in pixels of the picture that made `input`, clipped to it, best first. */
export function decodeNanodet(
  input: NanodetInput,
  levels: readonly NanodetLevel[],
  picture: { readonly widthPx: number; readonly heightPx: number },
  options: NanodetOptions,
): readonly Detection[] {
  return suppressOverlaps(
    boxesAbove(input, levels, picture, options.minimumScore, bestClass),
    options.maximumIou,
    (a, b) =>
      a.objectClass === b.objectClass || (isVehicle(a.objectClass) && isVehicle(b.objectClass)),
  );
}

/**
 * As `decodeNanodet`, but all that may be a person, whatever else it looks like more: for hiding people,
 * where a box too many costs less than one too few.
 */
export function decodePeople(
  input: NanodetInput,
  levels: readonly NanodetLevel[],
  picture: { readonly widthPx: number; readonly heightPx: number },
  options: NanodetOptions,
): readonly Detection[] {
  const people = boxesAbove(input, levels, picture, options.minimumScore, (scores, offset) => ({
    objectClass: 'person' as const,
    score: scores[offset + COCO_INDEX.person]!,
  }));
  return suppressOverlaps(people, options.maximumIou, () => true);
}

function boxesAbove(
  input: NanodetInput,
  levels: readonly NanodetLevel[],
  picture: { readonly widthPx: number; readonly heightPx: number },
  minimumScore: number,
  classOf: (scores: Float32Array, offset: number) => Pick<Detection, 'objectClass' | 'score'>,
): Detection[] {
  const found: Detection[] = [];
  for (const level of levels) {
    const columns = input.widthPx / level.stridePx;
    const cells = level.scores.length / COCO_CLASSES;
    for (let cell = 0; cell < cells; cell++) {
      const scored = classOf(level.scores, cell * COCO_CLASSES);
      if (scored.score < minimumScore) continue;
      const boxXywhPx = boxOf(level, cell, columns, input.scale, picture);
      if (boxXywhPx[2] > 0 && boxXywhPx[3] > 0) found.push({ ...scored, boxXywhPx });
    }
  }
  return found;
}

function bestClass(
  scores: Float32Array,
  offset: number,
): { objectClass: ObjectClass; score: number } {
  let objectClass: ObjectClass = 'car';
  let score = -1;
  for (const [name, index] of CLASSES) {
    const value = scores[offset + index]!;
    if (value > score) {
      score = value;
      objectClass = name;
    }
  }
  return { objectClass, score };
}

function boxOf(
  level: NanodetLevel,
  cell: number,
  columns: number,
  scale: number,
  picture: { readonly widthPx: number; readonly heightPx: number },
): BoxXywhPx {
  const centreX = ((cell % columns) + 0.5) * level.stridePx;
  const centreY = (Math.floor(cell / columns) + 0.5) * level.stridePx;
  const side = (index: number) =>
    expectation(level.distances, (cell * 4 + index) * DISTANCE_BINS) * level.stridePx;
  const left = Math.max(0, (centreX - side(0)) / scale);
  const top = Math.max(0, (centreY - side(1)) / scale);
  const right = Math.min(picture.widthPx, (centreX + side(2)) / scale);
  const bottom = Math.min(picture.heightPx, (centreY + side(3)) / scale);
  return [left, top, right - left, bottom - top];
}

/** Softmax expectation of the bin index, 0…10. */
function expectation(values: Float32Array, offset: number): number {
  let largest = -Infinity;
  for (let i = 0; i < DISTANCE_BINS; i++) largest = Math.max(largest, values[offset + i]!);
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < DISTANCE_BINS; i++) {
    const weight = Math.exp(values[offset + i]! - largest);
    sum += weight;
    weighted += weight * i;
  }
  return weighted / sum;
}
