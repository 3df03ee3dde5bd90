import { describe, expect, it } from 'vitest';
import type { QuadPx } from '../geometry/box.ts';
import type { Raster } from './raster.ts';
import { quadSizePx, warpQuad } from './warp.ts';

/** Red is the column, green the row. */
function gradient(widthPx: number, heightPx: number): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) data.set([x, y, 0], (y * widthPx + x) * 3);
  }
  return { data, widthPx, heightPx };
}
const at = ({ data, widthPx }: Raster, x: number, y: number) => [
  ...data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 2),
];

describe('warp', () => {
  it('gives black for an empty raster', () => {
    const quad: QuadPx = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const empty = { data: new Uint8Array(0), widthPx: 0, heightPx: 0 };
    expect(warpQuad(empty, quad, 2, 1).data).toEqual(new Uint8Array(6));
  });

  it('is a crop for an upright quad of the same size', () => {
    const quad: QuadPx = [
      [10, 20],
      [30, 20],
      [30, 28],
      [10, 28],
    ];
    const crop = warpQuad(gradient(100, 100), quad, 20, 8);
    expect(at(crop, 0, 0)).toEqual([10, 20]);
    expect(at(crop, 19, 7)).toEqual([29, 27]);
  });

  it('puts a quad’s corners into the picture’s, turned and in perspective', () => {
    const turned: QuadPx = [
      [50, 10],
      [50, 50],
      [30, 50],
      [30, 10],
    ];
    const crop = warpQuad(gradient(100, 100), turned, 40, 20);
    expect(at(crop, 0, 0)[0]).toBeCloseTo(49, -0.5);
    expect(at(crop, 0, 0)[1]).toBeCloseTo(10, -0.5);
    expect(at(crop, 39, 19)[0]).toBeCloseTo(30, -0.5);

    const slanted: QuadPx = [
      [10, 10],
      [60, 20],
      [60, 60],
      [10, 70],
    ];
    const upright = warpQuad(gradient(100, 100), slanted, 100, 100);
    expect(Math.abs(at(upright, 0, 0)[1]! - 10)).toBeLessThanOrEqual(1);
    expect(Math.abs(at(upright, 99, 0)[1]! - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(at(upright, 0, 99)[1]! - 69)).toBeLessThanOrEqual(1);
    expect(Math.abs(at(upright, 99, 99)[1]! - 59)).toBeLessThanOrEqual(1);
  });

  it('repeats the edge outside', () => {
    const quad: QuadPx = [
      [-10, 0],
      [0, 0],
      [0, 4],
      [-10, 4],
    ];
    expect(at(warpQuad(gradient(20, 20), quad, 10, 4), 0, 1)).toEqual([0, 1]);
  });

  it('measures a quad', () => {
    expect(
      quadSizePx([
        [0, 0],
        [30, 40],
        [30, 50],
        [0, 10],
      ]),
    ).toEqual({ widthPx: 50, heightPx: 10 });
  });
});
