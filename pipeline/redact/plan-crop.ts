import { centreOf, clip, intersect, areaPx, type BoxXywhPx } from '../geometry/box.ts';
import { aroundPerson, aroundPlate, aroundText, PERSON_MARGIN, PLATE_MARGIN } from './margins.ts';
import {
  REDACTION_METHOD,
  type FilledBox,
  type HiddenBox,
  type HiddenKind,
  type HidingDetector,
  type PictureRedaction,
} from './redaction-record.ts';
import { subtractBox } from './subtract-box.ts';

/** Everything found in one picture, boxes in its own pixels. */
export interface CropView {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly detectors: readonly HidingDetector[];
  /** However unsure. */
  readonly people: readonly BoxXywhPx[];
  /** The vehicle that the picture is of, its plate where one was read; null: the picture of a plate alone. */
  readonly own: { readonly boxXywhPx: BoxXywhPx; readonly plate: BoxXywhPx | null } | null;
  /** With the picture of a plate alone: that plate. */
  readonly ownLoosePlate: BoxXywhPx | null;
  readonly otherVehicles: readonly BoxXywhPx[];
  /** Plates that were read, of other vehicles or of none. */
  readonly otherPlates: readonly BoxXywhPx[];
  /** Lines of text, read or not. */
  readonly text: readonly BoxXywhPx[];
}

/** Where a vehicle without any text to be seen may carry its plate: so much of its box, from below. */
const PLATE_BAND = 0.55;
const SAME_PLATE_SHARE = 0.5;

/**
 * For the picture that shows its vehicle's own plate: people are filled, plates of others, text that may
 * be one, and the lower part of other vehicles on which no text was found.
 */
export function planOwnCrop(view: CropView): PictureRedaction {
  const { own, ownLoosePlate } = view;
  const ownPlate = ownLoosePlate ?? own?.plate ?? null;
  const ownPlateBox = ownPlate === null ? null : aroundPlate(ownPlate);
  const isOwn = (text: BoxXywhPx): boolean => {
    if (ownPlateBox !== null && insideShare(text, ownPlateBox) >= SAME_PLATE_SHARE) return true;
    if (own === null || !holds(own.boxXywhPx, text)) return false;
    return !view.otherVehicles.some((other) => holds(other, text));
  };
  const hide = collector(view);
  view.people.forEach((box) => {
    hide('person', aroundPerson(box));
  });
  const others = [
    ...view.otherPlates.map(aroundPlate),
    ...view.text.filter((text) => !isOwn(text)).map(aroundText),
  ];
  // What is hidden of others stays off the own plate: both stand side by side in a queue of cars.
  for (const box of others) {
    for (const part of ownPlate === null ? [box] : subtractBox(box, ownPlate)) hide('plate', part);
  }
  const keep = own?.boxXywhPx ?? ownPlateBox;
  for (const vehicle of view.otherVehicles) {
    const band = bandOf(vehicle, view);
    if (band === null) continue;
    for (const part of keep === null ? [band] : subtractBox(band, keep)) hide('mask', part);
  }
  const visible = ownPlate === null ? [] : [filled(aroundPlate(ownPlate), view)];
  return recordOf(view, hide.boxes, visible);
}

/**
 * For the picture that everyone may see who may see tracks: people are filled, every plate, all text
 * with room for the plate that it may be a part of, and the lower part of each vehicle on which neither
 * was found.
 */
export function planMaskedCrop(view: CropView): PictureRedaction {
  const hide = collector(view);
  view.people.forEach((box) => {
    hide('person', aroundPerson(box));
  });
  const { own, ownLoosePlate } = view;
  const plates = [...view.otherPlates, ownLoosePlate, own?.plate ?? null].filter((p) => p !== null);
  plates.forEach((box) => {
    hide('plate', aroundText(box));
  });
  view.text.forEach((box) => {
    hide('plate', aroundText(box));
  });
  const vehicles = own === null ? view.otherVehicles : [own.boxXywhPx, ...view.otherVehicles];
  for (const vehicle of vehicles) {
    const band = bandOf(vehicle, view);
    if (band !== null) hide('mask', band);
  }
  return recordOf(view, hide.boxes, []);
}

/** The lower part of the vehicle; null where text or a plate was found in it. */
function bandOf([x, y, width, height]: BoxXywhPx, view: CropView): BoxXywhPx | null {
  const band: BoxXywhPx = [x, y + height * (1 - PLATE_BAND), width, height * PLATE_BAND];
  const found = [...view.otherPlates, ...view.text, view.own?.plate, view.ownLoosePlate];
  return found.some((box) => box != null && holds(band, box)) ? null : band;
}

function holds([x, y, width, height]: BoxXywhPx, inner: BoxXywhPx): boolean {
  const [cx, cy] = centreOf(inner);
  return cx >= x && cx < x + width && cy >= y && cy < y + height;
}

function insideShare(inner: BoxXywhPx, outer: BoxXywhPx): number {
  return areaPx(intersect(inner, outer)) / Math.max(1, areaPx(inner));
}

function filled(box: BoxXywhPx, { widthPx, heightPx }: CropView): FilledBox {
  return [...clip(box, widthPx, heightPx)];
}

function collector(view: CropView) {
  const boxes: HiddenBox[] = [];
  const hide = (kind: HiddenKind, box: BoxXywhPx): void => {
    const boxXywhPx = filled(box, view);
    if (boxXywhPx[2] > 0 && boxXywhPx[3] > 0) boxes.push({ kind, boxXywhPx });
  };
  return Object.assign(hide, { boxes });
}

function recordOf(
  { widthPx, heightPx, detectors }: CropView,
  hidden: HiddenBox[],
  visiblePlates: FilledBox[],
): PictureRedaction {
  return {
    version: 1,
    method: REDACTION_METHOD,
    detectors: [...detectors],
    margins: { person: PERSON_MARGIN, plate: PLATE_MARGIN },
    widthPx,
    heightPx,
    peopleHidden: true,
    hidden,
    visiblePlates,
  };
}
