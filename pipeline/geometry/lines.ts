import { Type, type Static } from 'typebox';

const Fraction = Type.Number({ minimum: 0, maximum: 1 });
const Point = Type.Tuple([Fraction, Fraction]);

/** A line across the picture that vehicles cross, such as a stop line. */
export const Line = Type.Object(
  {
    name: Type.String({ pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}$' }),
    /** From and to, as fractions of the picture's width and height from the top left. */
    points: Type.Tuple([Point, Point]),
  },
  { additionalProperties: false },
);
export type Line = Static<typeof Line>;

export const MOST_LINES = 50;
