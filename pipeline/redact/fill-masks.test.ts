import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInPolygon } from '../geometry/polygon.ts';
import type { PointXy } from '../geometry/point.ts';
import type { VideoFrame } from '../image/video-frame.ts';
import { fillPart, maskFrames } from './fill-masks.ts';

const SHOWN = 200;
interface Mask {
  readonly polygon: [number, number][];
}

function frameOf(widthPx: number, heightPx: number, mediaMs = 0): VideoFrame {
  const chroma = ((widthPx + 1) >> 1) * ((heightPx + 1) >> 1);
  const small = { widthPx: Math.ceil(widthPx / 3), heightPx: Math.ceil(heightPx / 3) };
  const smallPixels = small.widthPx * small.heightPx;
  return {
    ...{ mediaMs, widthPx, heightPx },
    luma: new Uint8Array(widthPx * heightPx).fill(SHOWN),
    chromaU: new Uint8Array(chroma).fill(SHOWN),
    chromaV: new Uint8Array(chroma).fill(SHOWN),
    small: { ...small, data: new Uint8Array(smallPixels * 3).fill(SHOWN) },
    smallLuma: new Uint8Array(smallPixels).fill(SHOWN),
  };
}

async function masked(frames: VideoFrame[], masks: readonly Mask[]): Promise<VideoFrame[]> {
  const source = (async function* () {
    for (const frame of frames) yield await Promise.resolve(frame);
  })();
  const given: VideoFrame[] = [];
  for await (const frame of maskFrames(source, masks)) given.push(frame);
  return given;
}

describe('maskFrames', () => {
  it('gives the frames back as they are without masks', () => {
    const frames = (async function* () {
      yield await Promise.resolve(frameOf(8, 8));
    })();
    expect(maskFrames(frames, [])).toBe(frames);
  });

  it('fills every frame, and keeps its time', async () => {
    const polygon: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const frames = await masked([frameOf(9, 7, 0), frameOf(9, 7, 40)], [{ polygon }]);
    expect(frames.map(({ mediaMs }) => mediaMs)).toEqual([0, 40]);
    for (const { luma, chromaU, chromaV, small, smallLuma } of frames) {
      for (const plane of [luma, chromaU, chromaV, small.data, smallLuma]) {
        expect(plane).not.toContain(SHOWN);
      }
    }
  });

  it('leaves no sample of what a mask covers, and changes nothing a block away from it', async () => {
    const fraction = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
    const mask = fc
      .array(fc.tuple(fraction, fraction), { minLength: 3, maxLength: 6 })
      .map((polygon): Mask => ({ polygon }));
    const side = fc.integer({ min: 4, max: 41 });
    await fc.assert(
      fc.asyncProperty(fc.array(mask, { maxLength: 3 }), side, side, async (masks, w, h) => {
        const [frame] = await masked([frameOf(w, h)], masks);
        const inMask = (x: number, y: number): boolean =>
          masks.some(({ polygon }) => isInPolygon([x, y], polygon));
        const { small, smallLuma, luma, chromaU, chromaV } = frame!;
        for (let y = 0; y < h; y++) {
          for (let x = 0; x < w; x++) {
            const chroma = (y >> 1) * ((w + 1) >> 1) + (x >> 1);
            const now = [luma[y * w + x], chromaU[chroma], chromaV[chroma]];
            if (inMask((x + 0.5) / w, (y + 0.5) / h)) expect(now).toEqual([98, 128, 128]);
            else if (
              !masks.some((m) => isNear([(x + 0.5) / w, (y + 0.5) / h], m, 2.5 / w, 2.5 / h))
            ) {
              expect(now).toEqual([SHOWN, SHOWN, SHOWN]);
            }
          }
        }
        for (let i = 0; i < smallLuma.length; i++) {
          const [x, y] = [i % small.widthPx, Math.floor(i / small.widthPx)];
          if (!inMask((x + 0.5) / small.widthPx, (y + 0.5) / small.heightPx)) continue;
          expect([smallLuma[i], ...small.data.subarray(i * 3, i * 3 + 3)]).toEqual([
            98, 96, 96, 96,
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('fillPart', () => {
  const picture = { widthPx: 8, heightPx: 4, data: new Uint8Array(8 * 4 * 3).fill(SHOWN) };
  const half = (left: number): Mask => ({
    polygon: [
      [left, 0],
      [left + 0.5, 0],
      [left + 0.5, 1],
      [left, 1],
    ],
  });

  it('gives the picture back where there is no mask, or none reaches into it', () => {
    expect(fillPart(picture, [0.5, 0, 0.5, 1], [])).toBe(picture);
    expect(fillPart(picture, [0.75, 0, 0.25, 0.5], [half(0)])).toBe(picture);
  });

  it('fills what of the part lies in the mask, in a copy', () => {
    const filled = fillPart(picture, [0.25, 0.25, 0.5, 0.5], [half(0.01)]);
    const row = [...filled.data.subarray(0, 8 * 3)].filter((_, i) => i % 3 === 0);
    expect(row).toEqual([96, 96, 96, 96, 96, SHOWN, SHOWN, SHOWN]);
    expect(picture.data).not.toContain(96);
  });
});

/** Whether the point lies within so much of the polygon's bounds. */
function isNear([x, y]: PointXy, { polygon }: Mask, nearX: number, nearY: number): boolean {
  const xs = polygon.map(([px]) => px);
  const ys = polygon.map(([, py]) => py);
  return (
    x >= Math.min(...xs) - nearX &&
    x <= Math.max(...xs) + nearX &&
    y >= Math.min(...ys) - nearY &&
    y <= Math.max(...ys) + nearY
  );
}
