import { describe, expect, it } from 'vitest';
import { resizeRaster } from './resize.ts';

const grey = (values: number[], widthPx: number) => ({
  data: Uint8Array.from(values.flatMap((v) => [v, v, v])),
  widthPx,
  heightPx: values.length / widthPx,
});
const reds = (raster: { data: Uint8Array }) => [...raster.data].filter((_, i) => i % 3 === 0);

describe('resizeRaster', () => {
  it('gives a black target for an empty source', () => {
    const out = resizeRaster({ data: new Uint8Array(0), widthPx: 0, heightPx: 0 }, 2, 1);
    expect(reds(out)).toEqual([0, 0]);
  });
  it.each([
    [
      'keeps a flat picture flat when shrinking',
      Array<number>(64).fill(77),
      8,
      3,
      3,
      Array<number>(9).fill(77),
    ],
    ['keeps a flat picture flat when enlarging', [9, 9, 9, 9], 2, 3, 1, [9, 9, 9]],
    ['interpolates between two pixels', [0, 200], 2, 4, 1, [0, 50, 150, 200]],
  ])('%s', (_name, values, from, widthPx, heightPx, expected) => {
    expect(reds(resizeRaster(grey(values, from), widthPx, heightPx))).toEqual(expected);
  });
  it('averages fine stripes instead of skipping them', () => {
    const stripes = Array.from({ length: 64 }, (_, i) => (i % 2) * 200);
    for (const value of reds(resizeRaster(grey(stripes, 64), 8, 1))) {
      expect(value).toBeGreaterThan(85);
      expect(value).toBeLessThan(115);
    }
  });
});
