import { sql, type RawBuilder } from 'kysely';
import { DIRECTIONS, cellOf, type TrackClass } from '../../pipeline/track-search/track-cell.ts';
import type { Colour } from '../../pipeline/segment/segment-facts.ts';

/** Traits of counted tracks as columns; the index into DIRECTIONS is computed as `directionOf` does. */
export const TRAIT_COLUMNS: RawBuilder<unknown> = sql.raw(
  `object_class as "objectClass", colour, has_plate as "hasPlate",
   coalesce(floor((direction_deg + 22.5) / 45)::integer % 8, ${DIRECTIONS.length - 1}) as "direction"`,
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
