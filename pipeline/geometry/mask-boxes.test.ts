import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskBoxes } from './mask-boxes.ts';

type Point = [number, number];
const RECTANGLE: Point[] = [
  [0.25, 0.2],
  [0.75, 0.2],
  [0.75, 0.6],
  [0.25, 0.6],
];

const isInside = (polygon: readonly Point[], x: number, y: number): boolean =>
  polygon.reduce((inside, [x0, y0], index) => {
    const [x1, y1] = polygon[(index + 1) % polygon.length]!;
    const crosses = y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0;
    return crosses ? !inside : inside;
  }, false);

const areaOf = (boxes: ReturnType<typeof maskBoxes>): number =>
  boxes.reduce((sum, [x0, y0, x1, y1]) => sum + (x1 - x0) * (y1 - y0), 0);

describe('maskBoxes', () => {
  it('covers nothing where there is no mask', () => {
    expect(maskBoxes([])).toEqual([]);
  });

  it('makes one box of an upright rectangle', () => {
    expect(maskBoxes([RECTANGLE])).toEqual([[0.25, 0.2, 0.75, 0.6]]);
  });

  it('makes one box of a rectangle between its bands, a band higher at most', () => {
    const [box, ...others] = maskBoxes([RECTANGLE.map(([x, y]): Point => [x, y + 0.003])]);
    expect(others).toEqual([]);
    expect(box![1]).toBeLessThanOrEqual(0.203);
    expect(box![3]).toBeGreaterThanOrEqual(0.603);
    expect(box![3] - box![1]).toBeLessThanOrEqual(0.4 + 2 / 90);
  });

  it('leaves the notch of a U free', () => {
    const letter: Point[] = [
      [0.1, 0.1],
      [0.3, 0.1],
      [0.3, 0.5],
      [0.7, 0.5],
      [0.7, 0.1],
      [0.9, 0.1],
      [0.9, 0.9],
      [0.1, 0.9],
    ];
    const boxes = maskBoxes([letter]);
    expect(boxes.some(([x0, y0, x1, y1]) => x0 < 0.5 && 0.5 < x1 && y0 < 0.3 && 0.3 < y1)).toBe(
      false,
    );
    expect(areaOf(boxes)).toBeCloseTo(0.8 * 0.8 - 0.4 * 0.4, 2);
  });

  it('covers every point of any polygons, overlaps nowhere and stays short', () => {
    const corner = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    const polygons = fc.array(fc.array(corner, { minLength: 3, maxLength: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(polygons, fc.array(corner, { minLength: 40, maxLength: 40 }), (all, points) => {
        const boxes = maskBoxes(all);
        expect(boxes.length).toBeLessThanOrEqual(1000);
        expect(boxes.every(([x0, y0, x1, y1]) => x0 < x1 && y0 < y1)).toBe(true);
        expect(areaOf(boxes)).toBeLessThanOrEqual(1 + 1e-9);
        for (const [x, y] of points) {
          if (!all.some((polygon) => isInside(polygon, x, y))) continue;
          const covering = boxes.filter(
            ([x0, y0, x1, y1]) =>
              x >= x0 - 1e-9 && x <= x1 + 1e-9 && y >= y0 - 1e-9 && y <= y1 + 1e-9,
          );
          expect(covering.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('covers little more than a slanted mask', () => {
    const triangle: Point[] = [
      [0.2, 0.2],
      [0.8, 0.2],
      [0.5, 0.8],
    ];
    const area = areaOf(maskBoxes([triangle]));
    expect(area).toBeGreaterThanOrEqual(0.18);
    expect(area).toBeLessThan(0.19);
  });
});
