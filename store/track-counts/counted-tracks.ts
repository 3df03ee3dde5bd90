import { sql, type RawBuilder } from 'kysely';
import {
  cellOf,
  DIRECTIONS,
  TRACK_CLASSES,
  type TrackClass,
} from '../../pipeline/track-search/track-cell.ts';
import { COLOURS, type Colour } from '../../pipeline/segment/segment-facts.ts';

const DIRECTION = `coalesce(floor((direction_deg + 22.5) / 45)::integer % 8, ${DIRECTIONS.length - 1})`;

/** Traits of counted tracks as columns; the index into DIRECTIONS is computed as `directionOf` does. */
export const TRAIT_COLUMNS: RawBuilder<unknown> = sql.raw(
  `object_class as "objectClass", colour, has_plate as "hasPlate", ${DIRECTION} as "direction"`,
);

/** `cellOf` of a row of `track`; null for a class or colour that this version doesn't know. */
export const CELL_COLUMN: RawBuilder<number | null> = sql.raw(
  `(((array_position(array['${TRACK_CLASSES.join("','")}'], object_class) - 1) * ${COLOURS.length}
     + array_position(array['${COLOURS.join("','")}'], colour) - 1) * ${DIRECTIONS.length}
     + ${DIRECTION}) * 2 + has_plate::integer`,
);

export interface TraitRow {
  readonly objectClass: string;
  readonly colour: string;
  readonly hasPlate: boolean;
  readonly direction: number;
}

/** @throws RangeError for a class or colour that this version doesn't know */
export function cellOfRow({ objectClass, colour, hasPlate, direction }: TraitRow): number {
  return cellOf({
    objectClass: objectClass as TrackClass,
    colour: colour as Colour,
    hasPlate,
    direction: DIRECTIONS[direction]!,
  });
}
