import { Type, type Static } from 'typebox';
import { WaysideError } from '../errors.ts';
import type { BoxXywhPx } from './box.ts';
import type { PointXy } from './point.ts';
import { isInPolygon } from './polygon.ts';
import { polygonProblems } from './shape-problems.ts';

const Fraction = Type.Number({ minimum: 0, maximum: 1 });

/** A part of a camera's picture that has a name, such as a lane or a stop. */
export const Zone = Type.Object(
  {
    name: Type.String({ pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}$' }),
    /** Corners in order, as fractions of the picture's width and height from the top left. */
    polygon: Type.Array(Type.Tuple([Fraction, Fraction]), { minItems: 3, maxItems: 100 }),
  },
  { additionalProperties: false },
);
export type Zone = Static<typeof Zone>;

export const MOST_ZONES = 50;

/** @throws WaysideError ZONE_INVALID naming the zone: a name twice, too small, an outline that crosses itself */
export function checkZones(zones: readonly Zone[]): void {
  const [problem] = polygonProblems(zones);
  if (problem === undefined) return;
  const { name } = zones[problem.index]!;
  throw new WaysideError('ZONE_INVALID', `zone ${name}: ${problem.why}`, {
    details: { zone: name },
  });
}

/**
 * Names of the zones that something stands in: those that hold the middle of its box's lower edge, in
 * the order of `zones`. What reaches below the picture stands at its lower edge.
 */
export function zonesOfBox(
  [x, y, width, height]: BoxXywhPx,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  zones: readonly Zone[],
): string[] {
  const ground: PointXy = [within01((x + width / 2) / widthPx), within01((y + height) / heightPx)];
  return zones.filter(({ polygon }) => isInPolygon(ground, polygon)).map(({ name }) => name);
}

/** Just inside: the far edges of a zone that reaches the picture's border belong to no zone. */
function within01(fraction: number): number {
  return Math.min(1 - 1e-9, Math.max(0, fraction));
}
