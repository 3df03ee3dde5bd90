import { centreOf, clip, type BoxXywhPx } from '../geometry/box.ts';
import { coverText } from './cover-text.ts';
import { plateAt, type PlateMoment } from './follow-vehicle.ts';
import { aroundPlate, aroundText, PERSON_MARGIN, PLATE_MARGIN } from './margins.ts';
import { coverPeople } from './people-over-time.ts';
import {
  HIDDEN_KINDS,
  REDACTION_METHOD,
  type ClipBox,
  type ClipRedaction,
  type FilledBox,
  type HiddenKind,
  type HidingDetector,
} from './redaction-record.ts';
import { subtractBox } from './subtract-box.ts';

/** What was found in one picture of the video, boxes in its pixels. */
export interface ClipMoment {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** However unsure. */
  readonly people: readonly BoxXywhPx[];
  readonly vehicles: readonly BoxXywhPx[];
  /** Lines of text, read or not; null where this picture was not searched. */
  readonly text: readonly BoxXywhPx[] | null;
}

export interface ClipWish {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly detectors: readonly HidingDetector[];
  /** The way of the granted plate; empty: none. */
  readonly granted: readonly PlateMoment[];
  readonly showPeople: boolean;
  readonly showPlates: boolean;
}

/** A vehicle narrower than this carries no plate that can be read. */
const SMALLEST_VEHICLE_PX = 64;
/** Where a vehicle without any text to be seen may carry its plate: so much of its box, from below. */
const PLATE_BAND = 0.55;

/** What to fill in every picture of a clip, in order. No pictures: a record without frames. */
export function planClip(moments: readonly ClipMoment[], wish: ClipWish): ClipRedaction {
  const { widthPx, heightPx, detectors, granted, showPeople, showPlates } = wish;
  const people = showPeople ? moments.map(() => []) : coverPeople(moments);
  const text = showPlates ? moments.map(() => []) : coverText(withoutGranted(moments, granted));
  const bands = showPlates ? moments.map(() => []) : coverBands(moments);
  const frames = moments.map(({ atMs }, n) => {
    const plate = showPlates ? null : plateAt(granted, atMs);
    const keep = plate === null ? null : aroundPlate(plate);
    const hidden: ClipBox[] = [];
    const hide = (kind: HiddenKind, box: BoxXywhPx): void => {
      const [x, y, width, height] = clip(box, widthPx, heightPx);
      if (width > 0 && height > 0) hidden.push([HIDDEN_KINDS.indexOf(kind), x, y, width, height]);
    };
    const hideBeside = (kind: HiddenKind, box: BoxXywhPx): void => {
      for (const part of keep === null ? [box] : subtractBox(box, keep)) hide(kind, part);
    };
    people[n]!.forEach((box) => {
      hide('person', box);
    });
    text[n]!.forEach((box) => {
      hideBeside('plate', aroundText(box));
    });
    bands[n]!.forEach((box) => {
      hideBeside('mask', box);
    });
    const visiblePlates: FilledBox[] =
      keep === null ? [] : [[...clip(keep, widthPx, heightPx)] as FilledBox];
    return { atMs, hidden, visiblePlates };
  });
  return {
    version: 1,
    method: REDACTION_METHOD,
    detectors: [...detectors],
    margins: { person: PERSON_MARGIN, plate: PLATE_MARGIN },
    widthPx,
    heightPx,
    peopleHidden: !showPeople,
    platesVisible: showPlates ? 'all' : granted.length > 0 ? 'granted' : 'none',
    frames,
  };
}

/** Text on the granted plate isn't hidden, so it doesn't draw a way behind it either. */
function withoutGranted(
  moments: readonly ClipMoment[],
  granted: readonly PlateMoment[],
): readonly (readonly BoxXywhPx[] | null)[] {
  return moments.map(({ atMs, text }) => {
    const plate = plateAt(granted, atMs);
    if (text === null || plate === null) return text;
    const [x, y, width, height] = aroundPlate(plate);
    return text.filter((box) => {
      const [cx, cy] = centreOf(box);
      return cx < x || cx > x + width || cy < y || cy > y + height;
    });
  });
}

/** The lower part of vehicles on which the last search found no text, until the next. */
function coverBands(moments: readonly ClipMoment[]): readonly (readonly BoxXywhPx[])[] {
  let known: readonly BoxXywhPx[] = [];
  return moments.map(({ vehicles, text }) => {
    known = text ?? known;
    return vehicles.flatMap(([x, y, width, height]): BoxXywhPx[] => {
      if (width < SMALLEST_VEHICLE_PX) return [];
      const band: BoxXywhPx = [x, y + height * (1 - PLATE_BAND), width, height * PLATE_BAND];
      const marked = known.some((box) => {
        const [cx, cy] = centreOf(box);
        return cx >= x && cx <= x + width && cy >= band[1] && cy <= y + height;
      });
      return marked ? [] : [band];
    });
  });
}
