import { describe, expect, it } from 'vitest';
import { fitLongSide } from './fit.ts';
import type { Raster } from './raster.ts';
import { sharpnessOf } from './sharpness.ts';

/** Vertical bars: hard, or blurred into each other. */
function bars(blurPx: number): Raster {
  const [widthPx, heightPx] = [160, 48];
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < widthPx * heightPx; i++) {
    const phase = ((i % widthPx) % 16) - 8;
    const value =
      blurPx === 0 ? (phase < 0 ? 30 : 220) : 125 + 95 * Math.sin((phase * Math.PI) / 8);
    data.fill(value, i * 3, i * 3 + 3);
  }
  return { data, widthPx, heightPx };
}

describe('sharpness', () => {
  it('is 0 for an empty or even picture', () => {
    expect(sharpnessOf({ data: new Uint8Array(0), widthPx: 0, heightPx: 0 })).toBe(0);
    const even = { data: new Uint8Array(60 * 20 * 3).fill(90), widthPx: 60, heightPx: 20 };
    expect(sharpnessOf(even)).toBeCloseTo(0, 3);
  });

  it('is higher for hard edges than for soft ones', () => {
    expect(sharpnessOf(bars(0))).toBeGreaterThan(10 * sharpnessOf(bars(4)));
  });
});

describe('fit', () => {
  it.each([
    [{ widthPx: 1920, heightPx: 1080 }, 640, { widthPx: 640, heightPx: 360 }],
    [{ widthPx: 100, heightPx: 200 }, 400, { widthPx: 200, heightPx: 400 }],
    [{ widthPx: 1000, heightPx: 1 }, 100, { widthPx: 100, heightPx: 1 }],
  ])('%o to %d', (size, longSidePx, fitted) => {
    expect(fitLongSide(size, longSidePx)).toEqual(fitted);
  });
});
