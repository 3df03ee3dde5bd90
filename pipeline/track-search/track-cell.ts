import { OBJECT_CLASSES } from '../objects/detection.ts';
import { COLOURS, type Colour } from '../segment/segment-facts.ts';

/** `unknown`: only its plate was seen. */
export const TRACK_CLASSES = [...OBJECT_CLASSES, 'unknown'] as const;
export type TrackClass = (typeof TRACK_CLASSES)[number];

/** Eighths of the compass in the picture, clockwise from up; `none`: it stood still. */
export const DIRECTIONS = [
  'up',
  'up-right',
  'right',
  'down-right',
  'down',
  'down-left',
  'left',
  'up-left',
  'none',
] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What tracks are counted by: tracks that agree in all of it are in the same cell. */
export interface TrackTraits {
  readonly objectClass: TrackClass;
  readonly colour: Colour;
  readonly direction: Direction;
  readonly hasPlate: boolean;
}

/** Cells are numbered 0 … CELL_COUNT − 1. The numbers are stored: new values go to the end of their list. */
export const CELL_COUNT = TRACK_CLASSES.length * COLOURS.length * DIRECTIONS.length * 2;

/**
 * @param directionDeg in the picture: 0 up, 90 right, clockwise; null when it went nowhere. Rounded to
 *   single precision first, as it is stored, so that a border falls to the same side here and there.
 */
export function directionOf(directionDeg: number | null): Direction {
  if (directionDeg === null) return 'none';
  return DIRECTIONS[Math.floor((Math.fround(directionDeg) + 22.5) / 45) % 8]!;
}

export function cellOf({ objectClass, colour, direction, hasPlate }: TrackTraits): number {
  const place = [
    indexIn(TRACK_CLASSES, objectClass),
    indexIn(COLOURS, colour),
    indexIn(DIRECTIONS, direction),
  ] as const;
  const [byClass, byColour, byDirection] = place;
  return (
    ((byClass * COLOURS.length + byColour) * DIRECTIONS.length + byDirection) * 2 + Number(hasPlate)
  );
}

const TRAITS: readonly TrackTraits[] = TRACK_CLASSES.flatMap((objectClass) =>
  COLOURS.flatMap((colour) =>
    DIRECTIONS.flatMap((direction) =>
      [false, true].map((hasPlate) => ({ objectClass, colour, direction, hasPlate })),
    ),
  ),
);

/** The inverse of `cellOf`. */
export function traitsOfCell(cell: number): TrackTraits {
  return TRAITS[cell]!;
}

function indexIn<T extends string>(list: readonly T[], value: T): number {
  const index = list.indexOf(value);
  if (index < 0) throw new RangeError(`${value} is none of ${list.join(', ')}`);
  return index;
}
