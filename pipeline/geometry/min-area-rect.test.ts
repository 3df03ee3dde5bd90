import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointPx } from './box.ts';
import { convexHull, minAreaRect } from './min-area-rect.ts';

const turned = (points: readonly PointPx[], angle: number): PointPx[] =>
  points.map(([x, y]) => [
    x * Math.cos(angle) - y * Math.sin(angle),
    x * Math.sin(angle) + y * Math.cos(angle),
  ]);

describe('rectangle of least area', () => {
  it('has none around nothing', () => {
    expect(minAreaRect([])).toBeNull();
    expect(minAreaRect([[3, 4]])).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
      [3, 4],
    ]);
  });

  it.each([0, 0.2, -0.3, 0.7])(
    'finds a 40×10 rectangle turned by %f, corners in order',
    (angle) => {
      const corners: PointPx[] = [
        [0, 0],
        [40, 0],
        [40, 10],
        [0, 10],
      ];
      const inner: PointPx[] = [
        [5, 5],
        [20, 3],
        [39, 9],
      ];
      const quad = minAreaRect(turned([...inner, ...corners], angle))!;
      turned(corners, angle).forEach(([x, y], i) => {
        expect(quad[i]![0]).toBeCloseTo(x, 6);
        expect(quad[i]![1]).toBeCloseTo(y, 6);
      });
    },
  );

  it('has a hull that holds every point', () => {
    const point = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), (points) => {
        const hull = convexHull(points);
        for (const [x, y] of points) {
          for (const [i, a] of hull.entries()) {
            const b = hull[(i + 1) % hull.length]!;
            const side = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
            expect(side).toBeGreaterThanOrEqual(-1e-9);
          }
        }
      }),
    );
  });
});
