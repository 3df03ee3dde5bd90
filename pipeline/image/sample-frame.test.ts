import { describe, expect, it } from 'vitest';
import { sampleFrame } from './sample-frame.ts';

/** 64×48: bright red in the right half, dark grey in the left. */
const frame = {
  widthPx: 64,
  heightPx: 48,
  luma: Uint8Array.from({ length: 64 * 48 }, (_, i) => (i % 64 < 32 ? 40 : 81)),
  chromaU: Uint8Array.from({ length: 32 * 24 }, (_, i) => (i % 32 < 16 ? 128 : 90)),
  chromaV: Uint8Array.from({ length: 32 * 24 }, (_, i) => (i % 32 < 16 ? 128 : 240)),
};

describe('sampleFrame', () => {
  it('is empty where the box misses the frame', () => {
    expect(sampleFrame(frame, [100, 100, 20, 20], 16)).toMatchObject({ widthPx: 0, heightPx: 0 });
  });

  it('keeps shape and colours, at no more than the size asked for', () => {
    const sample = sampleFrame(frame, [0, 0, 64, 48], 16);
    expect(sample).toMatchObject({ widthPx: 16, heightPx: 12 });
    const row = Array.from({ length: 16 }, (_, x) => [...sample.data.subarray(x * 3, x * 3 + 3)]);
    for (const [red, green, blue] of row.slice(0, 8)) {
      expect([green, blue]).toEqual([red, red]);
    }
    for (const [red, green, blue] of row.slice(8)) {
      expect(red).toBeGreaterThan(200);
      expect(Math.max(green!, blue!)).toBeLessThan(30);
    }
  });

  it('does not enlarge', () => {
    expect(sampleFrame(frame, [10, 10, 8, 6], 40)).toMatchObject({ widthPx: 8, heightPx: 6 });
  });
});
