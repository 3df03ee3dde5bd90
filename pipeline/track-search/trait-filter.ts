import type { Colour } from '../segment/segment-facts.ts';
import {
  CELL_COUNT,
  DIRECTIONS,
  directionOf,
  traitsOfCell,
  type Direction,
  type TrackClass,
  type TrackTraits,
} from './track-cell.ts';

/** What a track must have, trait by trait; null: anything. */
export interface TraitFilter {
  readonly objectClass: ReadonlySet<TrackClass> | null;
  readonly colour: ReadonlySet<Colour> | null;
  readonly direction: ReadonlySet<Direction> | null;
  readonly hasPlate: ReadonlySet<boolean> | null;
}

export const ANY_TRAITS: TraitFilter = {
  objectClass: null,
  colour: null,
  direction: null,
  hasPlate: null,
};

/** For each cell 1 when its tracks pass, else 0. */
export function passingCells(filter: TraitFilter): Uint8Array {
  return Uint8Array.from({ length: CELL_COUNT }, (_, cell) =>
    passes(filter, traitsOfCell(cell)) ? 1 : 0,
  );
}

function passes(filter: TraitFilter, traits: TrackTraits): boolean {
  return (
    (filter.objectClass?.has(traits.objectClass) ?? true) &&
    (filter.colour?.has(traits.colour) ?? true) &&
    (filter.direction?.has(traits.direction) ?? true) &&
    (filter.hasPlate?.has(traits.hasPlate) ?? true)
  );
}

/** A way in the picture, give or take: degrees clockwise from up, the tolerance to either side. */
export interface Heading {
  readonly degrees: number;
  readonly toleranceDeg: number;
}

/** The eighths of the compass that hold some heading in the range; never `none`. */
export function directionsAround({ degrees, toleranceDeg }: Heading): Set<Direction> {
  if (toleranceDeg >= 180) return new Set(DIRECTIONS.filter((direction) => direction !== 'none'));
  const found = new Set<Direction>();
  // An eighth is 45° wide: no step of 22.5° jumps over one.
  for (let away = -toleranceDeg; away < toleranceDeg; away += 22.5) {
    found.add(directionOf((((degrees + away) % 360) + 360) % 360));
  }
  found.add(directionOf((((degrees + toleranceDeg) % 360) + 360) % 360));
  return found;
}
