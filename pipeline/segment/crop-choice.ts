import { areaPx, clip, grow, intersect, type BoxXywhPx } from '../geometry/box.ts';
import { fitLongSide } from '../image/fit.ts';
import type { Raster } from '../image/raster.ts';
import { resizeRaster } from '../image/resize.ts';
import { cropFrame } from '../image/video-frame.ts';
import { isVehicle } from '../objects/detection.ts';
import { redact } from '../redact/fill.ts';
import type { HidingModels } from '../redact/hiding-models.ts';
import { planMaskedCrop, planOwnCrop, type CropView } from '../redact/plan-crop.ts';
import type { PicturePart, PictureRedaction } from '../redact/redaction-record.ts';
import { momentQuality } from '../track/moment-quality.ts';
import type { DetectedFrame } from './detect-frames.ts';
import type { FrameFacts } from './segment-facts.ts';

export interface RedactedPicture {
  readonly picture: Raster;
  readonly record: PictureRedaction;
}

/** One object's picture, twice; people are hidden in both. */
export interface ChosenCrop {
  readonly cropId: string;
  /** Shows the object's own plate and no other. */
  readonly own: RedactedPicture;
  /** Shows no plate. */
  readonly masked: RedactedPicture;
  /** Which frame of the segment, counted from 0, and which of its detections or loose plates it shows. */
  readonly frameIndex: number;
  readonly of: 'detections' | 'loosePlates';
  readonly index: number;
}

/** A moment's picture, people in it, as it lies in memory until the segment is over. */
interface RawCrop extends Omit<ChosenCrop, 'own' | 'masked'> {
  readonly quality: number;
  readonly picture: Raster;
  readonly part: PicturePart;
  /** What the frame's own detections say of the picture, in its pixels. */
  readonly found: Omit<CropView, 'widthPx' | 'heightPx' | 'detectors' | 'text'>;
}

/** Longer side of a stored picture, at most. */
const MAX_LONG_SIDE_PX = 720;
/** At which a picture is searched for text, longer side: small plates are found enlarged only. */
const TEXT_LONG_SIDE_PX = 960;
const MARGIN = 0.06;
/** A loose plate is shown with what is around it: this many of its widths on every side. */
const PLATE_MARGIN_WIDTHS = 1.2;
/** A picture is only replaced by one this much better: cutting them out takes time. */
const IMPROVEMENT = 1.15;

/**
 * Keeps, for every vehicle and every loose plate of a segment, the picture that shows it best. People
 * get no picture of their own; those in a vehicle's picture are filled over.
 */
export class CropChoice {
  readonly #best = new Map<string, RawCrop>();

  offer({ frame, facts, numbers, looseNumbers }: DetectedFrame, frameIndex: number): void {
    const cut = (box: BoxXywhPx, of: ChosenCrop['of'], index: number) => {
      const whole = cropFrame(frame, box);
      const picture = shrink(whole);
      const originPx = [Math.max(0, Math.floor(box[0])), Math.max(0, Math.floor(box[1]))] as const;
      const scale = picture.widthPx / Math.max(1, whole.widthPx);
      const found = foundIn(facts, of, index, picture, originPx, scale);
      return { picture, part: partOf(frame, box), found };
    };
    facts.detections.forEach((detection, index) => {
      const number = numbers[index];
      if (detection.objectClass === 'person' || number == null) return;
      const quality = momentQuality(detection, frame);
      this.#keepBest(`vehicle-${number}`, quality, frameIndex, 'detections', index, () =>
        cut(grow(detection.boxXywhPx, MARGIN), 'detections', index),
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
        cut(around, 'loosePlates', index),
      );
    });
  }

  /**
   * One object after another, in the order in which they were first seen. Each picture is looked at
   * once more, closely, for people and text that the frame's own look missed.
   */
  async chosen(hiding: HidingModels): Promise<readonly ChosenCrop[]> {
    const crops: ChosenCrop[] = [];
    for (const { cropId, picture, part, found, frameIndex, of, index } of this.#best.values()) {
      const people = await hiding.findPeople(picture);
      const view: CropView = {
        ...found,
        widthPx: picture.widthPx,
        heightPx: picture.heightPx,
        detectors: hiding.detectors,
        people: [...found.people, ...people],
        text: await hiding.findText(picture, TEXT_LONG_SIDE_PX),
      };
      const redacted = (record: PictureRedaction) => ({
        record: { ...record, part },
        picture: redact(picture, record),
      });
      crops.push({
        cropId,
        frameIndex,
        of,
        index,
        own: redacted(planOwnCrop(view)),
        masked: redacted(planMaskedCrop(view)),
      });
    }
    return crops;
  }

  #keepBest(
    key: string,
    quality: number,
    frameIndex: number,
    of: ChosenCrop['of'],
    index: number,
    cut: () => Pick<RawCrop, 'picture' | 'part' | 'found'>,
  ): void {
    const before = this.#best.get(key);
    if (before !== undefined && quality < before.quality * IMPROVEMENT) return;
    const { picture, part, found } = cut();
    if (picture.widthPx === 0 || picture.heightPx === 0) return;
    this.#best.set(key, { cropId: key, picture, part, found, frameIndex, of, index, quality });
  }
}

function partOf({ widthPx, heightPx }: Omit<Raster, 'data'>, box: BoxXywhPx): PicturePart {
  const [x, y, width, height] = clip(box, widthPx, heightPx);
  return [x / widthPx, y / heightPx, width / widthPx, height / heightPx];
}

/** The frame's people, vehicles and plates as they lie in the picture; those outside are left out. */
function foundIn(
  { detections, loosePlates }: FrameFacts,
  of: ChosenCrop['of'],
  index: number,
  { widthPx, heightPx }: Raster,
  [left, top]: readonly [x: number, y: number],
  scale: number,
): RawCrop['found'] {
  const moved = ([x, y, width, height]: BoxXywhPx): BoxXywhPx => [
    (x - left) * scale,
    (y - top) * scale,
    width * scale,
    height * scale,
  ];
  const shown = (box: BoxXywhPx): boolean => areaPx(intersect(box, [0, 0, widthPx, heightPx])) > 0;
  const own = of === 'detections' ? detections[index]! : null;
  const others = detections.filter((detection) => detection !== own);
  const boxesOf = (items: readonly { readonly boxXywhPx: BoxXywhPx }[]): BoxXywhPx[] =>
    items.map(({ boxXywhPx }) => moved(boxXywhPx)).filter(shown);
  return {
    people: boxesOf(others.filter((d) => d.objectClass === 'person')),
    own: own && {
      boxXywhPx: moved(own.boxXywhPx),
      plate: own.plate === undefined ? null : moved(own.plate.boxXywhPx),
    },
    ownLoosePlate: of === 'loosePlates' ? moved(loosePlates[index]!.plate.boxXywhPx) : null,
    otherVehicles: boxesOf(others.filter((d) => isVehicle(d.objectClass))),
    otherPlates: boxesOf([
      ...others.flatMap((d) => d.plate ?? []),
      ...loosePlates.flatMap(({ plate }, i) =>
        of === 'loosePlates' && i === index ? [] : [plate],
      ),
    ]),
  };
}

function shrink(picture: Raster): Raster {
  const longSidePx = Math.max(picture.widthPx, picture.heightPx);
  if (longSidePx <= MAX_LONG_SIDE_PX) return picture;
  const { widthPx, heightPx } = fitLongSide(picture, MAX_LONG_SIDE_PX);
  return resizeRaster(picture, widthPx, heightPx);
}
