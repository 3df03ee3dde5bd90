import { areaPx, grow, type BoxXywhPx } from '../geometry/box.ts';
import { fitLongSide } from '../image/fit.ts';
import type { Raster } from '../image/raster.ts';
import { resizeRaster } from '../image/resize.ts';
import { cropFrame } from '../image/video-frame.ts';
import { hidePeople } from '../redact/hide-people.ts';
import { momentQuality } from '../track/moment-quality.ts';
import type { DetectedFrame } from './detect-frames.ts';

export interface ChosenCrop {
  readonly cropId: string;
  /** People hidden. */
  readonly picture: Raster;
  /** Which frame of the segment, counted from 0, and which of its detections or loose plates it shows. */
  readonly frameIndex: number;
  readonly of: 'detections' | 'loosePlates';
  readonly index: number;
}

/** Longer side of a stored picture, at most. */
const MAX_LONG_SIDE_PX = 720;
const MARGIN = 0.06;
/** A loose plate is shown with what is around it: this many of its widths on every side. */
const PLATE_MARGIN_WIDTHS = 1.2;
/** A picture is only replaced by one this much better: cutting them out takes time. */
const IMPROVEMENT = 1.15;

/**
 * Keeps, for every vehicle and every loose plate of a segment, the picture that shows it best. People
 * get no picture of their own, and those who are in a vehicle's picture are filled over, the weakest
 * detections too.
 */
export class CropChoice {
  readonly #best = new Map<string, ChosenCrop & { readonly quality: number }>();

  offer({ frame, facts, numbers, looseNumbers }: DetectedFrame, frameIndex: number): void {
    const cut = (box: BoxXywhPx): Raster => {
      const whole = cropFrame(frame, box);
      const origin = [Math.max(0, Math.floor(box[0])), Math.max(0, Math.floor(box[1]))] as const;
      return shrink(hidePeople(whole, facts.detections, origin));
    };
    facts.detections.forEach((detection, index) => {
      const number = numbers[index];
      if (detection.objectClass === 'person' || number == null) return;
      const quality = momentQuality(detection, frame);
      this.#keepBest(`vehicle-${number}`, quality, frameIndex, 'detections', index, () =>
        cut(grow(detection.boxXywhPx, MARGIN)),
      );
    });
    facts.loosePlates.forEach(({ plate }, index) => {
      const number = looseNumbers[index];
      if (number == null) return;
      const [x, y, width, height] = plate.boxXywhPx;
      const margin = width * PLATE_MARGIN_WIDTHS;
      const around: BoxXywhPx = [x - margin, y - margin, width + 2 * margin, height + 2 * margin];
      const quality = plate.confidence * Math.sqrt(areaPx(plate.boxXywhPx));
      this.#keepBest(`plate-${number}`, quality, frameIndex, 'loosePlates', index, () =>
        cut(around),
      );
    });
  }

  /** One picture for each object, in the order in which the objects were first seen. */
  chosen(): readonly ChosenCrop[] {
    return [...this.#best.values()];
  }

  #keepBest(
    key: string,
    quality: number,
    frameIndex: number,
    of: ChosenCrop['of'],
    index: number,
    cut: () => Raster,
  ): void {
    const before = this.#best.get(key);
    if (before !== undefined && quality < before.quality * IMPROVEMENT) return;
    const picture = cut();
    if (picture.widthPx === 0 || picture.heightPx === 0) return;
    this.#best.set(key, { cropId: key, picture, frameIndex, of, index, quality });
  }
}

function shrink(picture: Raster): Raster {
  const longSidePx = Math.max(picture.widthPx, picture.heightPx);
  if (longSidePx <= MAX_LONG_SIDE_PX) return picture;
  const { widthPx, heightPx } = fitLongSide(picture, MAX_LONG_SIDE_PX);
  return resizeRaster(picture, widthPx, heightPx);
}
