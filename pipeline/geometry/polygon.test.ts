import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointXy } from './point.ts';
import { crossesItself, doubleAreaOf, isInPolygon } from './polygon.ts';

const UNIT: readonly PointXy[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
/** An arrow head: the notch at the bottom is outside. */
const NOTCHED: readonly PointXy[] = [
  [0, 0],
  [1, 1],
  [0.5, 0.6],
  [0, 1],
];

describe('isInPolygon', () => {
  it.each<[string, PointXy, readonly PointXy[], boolean]>([
    ['nothing in no corners', [0, 0], [], false],
    ['nothing in a line', [0.5, 0.5], UNIT.slice(0, 2), false],
    ['the middle of a square', [0.5, 0.5], UNIT, true],
    ['left of it', [-0.1, 0.5], UNIT, false],
    ['level with a corner, outside', [1.5, 1], UNIT, false],
    ['in the body of an arrow', [0.3, 0.5], NOTCHED, true],
    ['in its notch', [0.5, 0.9], NOTCHED, false],
  ])('%s', (_case, point, corners, inside) => {
    expect(isInPolygon(point, corners)).toBe(inside);
  });

  const fraction = fc.integer({ min: 1, max: 9_999 }).map((n) => n / 10_000);
  const point = fc.tuple(fraction, fraction);

  it('puts a point into exactly one of the triangles that a square falls into', () => {
    fc.assert(
      fc.property(point, point, (middle, p) => {
        const holders = UNIT.filter((corner, i) =>
          isInPolygon(p, [corner, UNIT[(i + 1) % 4]!, middle]),
        );
        expect(holders).toHaveLength(1);
      }),
    );
  });

  it('doesn’t depend on the way round or on the first corner', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), point, (corners, p) => {
        const inside = isInPolygon(p, corners);
        expect(isInPolygon(p, [...corners.slice(1), corners[0]!])).toBe(inside);
        const reversed = [...corners].reverse();
        // On the very outline the direction may decide by rounding.
        if (isInPolygon(p, reversed) !== inside)
          expect(distanceToOutline(p, corners)).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('crossesItself', () => {
  it.each<[string, readonly PointXy[], boolean]>([
    ['no corners', [], false],
    ['a square', UNIT, false],
    ['an arrow head', NOTCHED, false],
    ['a bow tie', [UNIT[0]!, UNIT[2]!, UNIT[1]!, UNIT[3]!], true],
    ['a corner that comes twice', [...UNIT, UNIT[1]!], true],
    [
      'an edge that runs back',
      [
        [0, 0],
        [1, 0],
        [0.5, 0],
        [0.5, 1],
      ],
      true,
    ],
    [
      'a corner on another edge',
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0.5, 0],
        [0, 1],
      ],
      true,
    ],
    [
      'corners in a row',
      [
        [0, 0],
        [0.5, 0],
        [1, 0],
        [1, 1],
      ],
      false,
    ],
  ])('%s: %#', (_case, corners, crosses) => {
    expect(crossesItself(corners)).toBe(crosses);
  });

  it('is never so for corners that go round a middle', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 359 }), { minLength: 3, maxLength: 12 }),
        fc.infiniteStream(fc.double({ min: 0.2, max: 1, noNaN: true })),
        (angles, radii) => {
          const corners = [...angles]
            .sort((a, b) => a - b)
            .map((angle): PointXy => {
              const radius = radii.next().value as number;
              const radians = (angle * Math.PI) / 180;
              return [radius * Math.cos(radians), radius * Math.sin(radians)];
            });
          const widest = Math.max(
            ...[...angles]
              .sort((a, b) => a - b)
              .map((angle, i, all) => (all[(i + 1) % all.length]! - angle + 360) % 360),
          );
          fc.pre(widest < 180);
          expect(crossesItself(corners)).toBe(false);
          expect(doubleAreaOf(corners)).toBeGreaterThan(0);
        },
      ),
    );
  });
});

function distanceToOutline([x, y]: PointXy, corners: readonly PointXy[]): number {
  return Math.min(
    ...corners.map(([ax, ay], i) => {
      const [bx, by] = corners[(i + 1) % corners.length]!;
      const length = Math.hypot(bx - ax, by - ay);
      if (length === 0) return Math.hypot(x - ax, y - ay);
      return Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
    }),
  );
}
