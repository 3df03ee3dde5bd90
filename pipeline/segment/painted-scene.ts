import type { BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import { cropFrame, type VideoFrame } from '../image/video-frame.ts';
import { OBJECT_CLASSES, type Detection, type ObjectClass } from '../objects/detection.ts';
import type { PlateRead } from '../plates/plate-reading.ts';
import { syntheticRead } from '../fusion/synthetic-read.ts';
import type { HidingModels } from '../redact/hiding-models.ts';
import type { SegmentModels } from './detect-frames.ts';

/**
 * Scenes for tests: flat rectangles whose grey says what they are, and models that find them by looking
 * at the pixels, so that crops, scales and offsets have to be right for anything to be found.
 */
export const SCENE = { widthPx: 640, heightPx: 360, smallScale: 4 } as const;

export interface PaintedObject {
  readonly objectClass: ObjectClass;
  readonly box: BoxXywhPx;
  readonly plate?: PaintedPlate;
}
export interface PaintedPlate {
  readonly text: string;
  readonly box: BoxXywhPx;
}
export interface PaintedMoment {
  readonly atMs: number;
  /** Drawn in order: later ones hide earlier ones. */
  readonly objects: readonly PaintedObject[];
  readonly loosePlates?: readonly PaintedPlate[];
}

const ROAD_LUMA = 40;
/** Objects of one class differ by one step each, so that two cars are two. */
const OBJECTS_A_CLASS = 6;
const FIRST_OBJECT_LUMA = 70;
const FIRST_PLATE_LUMA = 170;

export class PaintedScene {
  readonly #plateTexts: string[] = [];
  readonly calls = { detect: 0, readPlates: 0 };
  /** Size of each picture that was searched for plates. */
  readonly searched: (readonly [widthPx: number, heightPx: number])[] = [];

  async *frames(moments: Iterable<PaintedMoment>): AsyncGenerator<VideoFrame> {
    for (const moment of moments) {
      await Promise.resolve();
      yield this.#paint(moment);
    }
  }

  readonly hiding: HidingModels = {
    detectors: [],
    findPeople: (picture) =>
      Promise.resolve(
        detectPainted(picture).flatMap((d) => (d.objectClass === 'person' ? [d.boxXywhPx] : [])),
      ),
    findText: (picture) =>
      Promise.resolve(this.#readPainted(picture).map((read) => read.boxXywhPx)),
  };

  readonly models: SegmentModels = {
    objects: {
      detect: (picture) => {
        this.calls.detect++;
        return Promise.resolve(detectPainted(picture));
      },
    },
    readPlates: (picture) => {
      this.calls.readPlates++;
      this.searched.push([picture.widthPx, picture.heightPx]);
      return Promise.resolve(this.#readPainted(picture));
    },
  };

  #paint({ atMs, objects, loosePlates = [] }: PaintedMoment): VideoFrame {
    const { widthPx, heightPx, smallScale } = SCENE;
    const luma = new Uint8Array(widthPx * heightPx).fill(ROAD_LUMA);
    const seen = new Map<ObjectClass, number>();
    for (const { objectClass, box, plate } of objects) {
      const nth = seen.get(objectClass) ?? 0;
      seen.set(objectClass, nth + 1);
      fill(luma, box, lumaOf(objectClass, nth));
      if (plate !== undefined) fill(luma, plate.box, this.#plateLuma(plate.text));
    }
    for (const plate of loosePlates) fill(luma, plate.box, this.#plateLuma(plate.text));
    const chroma = new Uint8Array((widthPx * heightPx) / 4).fill(128);
    const smallWidthPx = widthPx / smallScale;
    const smallHeightPx = heightPx / smallScale;
    const smallLuma = Uint8Array.from(
      { length: smallWidthPx * smallHeightPx },
      (_, i) =>
        luma[
          Math.floor(i / smallWidthPx) * smallScale * widthPx + (i % smallWidthPx) * smallScale
        ]!,
    );
    const small = cropFrame(
      {
        widthPx: smallWidthPx,
        heightPx: smallHeightPx,
        luma: smallLuma,
        chromaU: chroma,
        chromaV: chroma,
      },
      [0, 0, smallWidthPx, smallHeightPx],
    );
    const planes = { luma, chromaU: chroma, chromaV: chroma };
    return { mediaMs: atMs, widthPx, heightPx, ...planes, small, smallLuma };
  }

  #plateLuma(text: string): number {
    if (!this.#plateTexts.includes(text)) this.#plateTexts.push(text);
    return FIRST_PLATE_LUMA + 3 * this.#plateTexts.indexOf(text);
  }

  #readPainted(picture: Raster): PlateRead[] {
    return this.#plateTexts.flatMap((text) => {
      const box = extentOf(picture, this.#plateLuma(text));
      return box === null ? [] : [syntheticRead(text, { boxXywhPx: [...box], heightPx: box[3] })];
    });
  }
}

/** The grey (RGB, 0…255) that the first and second plate text of a scene are painted with. */
export const FIRST_PLATE_GREY = toGrey(FIRST_PLATE_LUMA);
export const SECOND_PLATE_GREY = toGrey(FIRST_PLATE_LUMA + 3);

/** The grey (RGB, 0…255) that an object is painted with. */
export function greyOf(objectClass: ObjectClass): number {
  return toGrey(lumaOf(objectClass, 0));
}

function lumaOf(objectClass: ObjectClass, nth: number): number {
  return FIRST_OBJECT_LUMA + (OBJECT_CLASSES.indexOf(objectClass) * OBJECTS_A_CLASS + nth) * 2;
}

function detectPainted(picture: Raster): Detection[] {
  return OBJECT_CLASSES.flatMap((objectClass) =>
    Array.from({ length: OBJECTS_A_CLASS }, (_, nth) => {
      const boxXywhPx = extentOf(picture, lumaOf(objectClass, nth));
      return boxXywhPx === null ? [] : [{ objectClass, boxXywhPx, score: 0.8 }];
    }).flat(),
  );
}

function toGrey(luma: number): number {
  return (76309 * (luma - 16) + 32768) >> 16;
}

function extentOf({ data, widthPx, heightPx }: Raster, luma: number): BoxXywhPx | null {
  const grey = toGrey(luma);
  let left = widthPx;
  let right = -1;
  let top = heightPx;
  let bottom = -1;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (data[(y * widthPx + x) * 3] !== grey) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : [left, top, right - left + 1, bottom - top + 1];
}

function fill(luma: Uint8Array, [x, y, width, height]: BoxXywhPx, value: number): void {
  for (let row = Math.max(0, y); row < Math.min(SCENE.heightPx, y + height); row++) {
    const from = Math.min(SCENE.widthPx, Math.max(0, x));
    const to = Math.max(from, Math.min(SCENE.widthPx, x + width));
    luma.fill(value, row * SCENE.widthPx + from, row * SCENE.widthPx + to);
  }
}
