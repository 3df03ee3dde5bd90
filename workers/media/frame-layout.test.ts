import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameFrom, layoutOf } from './frame-layout.ts';
import { FrameTimes } from './frame-times.ts';

test('the small copy is even, inside its bound, never larger than the picture', () => {
  const size = fc.integer({ min: 1, max: 2000 }).map((half) => half * 2);
  fc.assert(
    fc.property(size, size, fc.integer({ min: 2, max: 800 }), (width, height, longSide) => {
      const layout = layoutOf(width, height, longSide);
      expect((layout.smallWidthPx % 2) + (layout.smallHeightPx % 2)).toBe(0);
      expect(layout.smallWidthPx).toBeGreaterThan(0);
      expect(layout.smallWidthPx).toBeLessThanOrEqual(Math.min(width, longSide));
      expect(layout.smallHeightPx).toBeLessThanOrEqual(Math.min(height, longSide));
    }),
  );
});

test('planes and small copy are taken from where they lie', () => {
  // 8×4 over a 4×2 small copy: 8×6 luma, then 4×3 of each chroma.
  const layout = layoutOf(8, 4, 4);
  expect(layout).toMatchObject({ smallWidthPx: 4, smallHeightPx: 2, byteLength: 72 });
  const bytes = Uint8Array.from({ length: 72 }, (_, i) => i);
  const frame = frameFrom(bytes, layout, 40);
  expect(frame.mediaMs).toBe(40);
  expect([...frame.luma]).toEqual([...bytes.subarray(0, 32)]);
  expect([...frame.chromaU]).toEqual([48, 49, 50, 51, 52, 53, 54, 55]);
  expect([...frame.chromaV]).toEqual([60, 61, 62, 63, 64, 65, 66, 67]);
  expect([...frame.smallLuma]).toEqual([32, 33, 34, 35, 40, 41, 42, 43]);
  expect(frame.small).toMatchObject({ widthPx: 4, heightPx: 2 });
  expect(frame.small.data).toHaveLength(24);
});

test('a small grey copy is grey in RGB', () => {
  const layout = layoutOf(8, 4, 4);
  const bytes = new Uint8Array(72).fill(128);
  bytes.fill(235, 0, 48);
  expect(new Set(frameFrom(bytes, layout, 0).small.data)).toEqual(new Set([255]));
});

test('times come out in order, however the listing is cut up', () => {
  const listing =
    '#software: x\n#tb 0: 1/90000\n#sar 0: 1/1\n0, 0, 0, 1, 9, 0xa\n0, 1, 7515, 1, 9, 0xa\n';
  fc.assert(
    fc.property(fc.array(fc.nat(listing.length)), (cuts) => {
      const times = new FrameTimes();
      const edges = [0, ...cuts.sort((a, b) => a - b), listing.length];
      for (let i = 1; i < edges.length; i++) times.add(listing.slice(edges[i - 1], edges[i]));
      expect([times.take(), times.take(), times.take()]).toEqual([0, 83.5, undefined]);
    }),
  );
});
