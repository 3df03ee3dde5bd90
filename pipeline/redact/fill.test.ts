import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Raster } from '../image/raster.ts';
import { fillFrame, redact } from './fill.ts';
import { REDACTION_METHOD, type FilledBox, type PictureRedaction } from './redaction-record.ts';

const WIDTH = 40;
const HEIGHT = 30;
/** Every pixel tells its place, and none has the fill's value. */
function patterned(): Raster {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => 100 + (i % 150));
  return { data, widthPx: WIDTH, heightPx: HEIGHT };
}
const recordOf = (boxes: readonly FilledBox[]): PictureRedaction => ({
  version: 1,
  method: REDACTION_METHOD,
  detectors: [],
  margins: { person: 0, plate: 0 },
  widthPx: WIDTH,
  heightPx: HEIGHT,
  peopleHidden: true,
  hidden: boxes.map((boxXywhPx) => ({ kind: 'person', boxXywhPx })),
  visiblePlates: [],
});
const side = fc.integer({ min: 0, max: 60 });
const anyBox = fc.tuple(side, side, side, side);

describe('redact', () => {
  it('gives a picture without anything to hide back as it is', () => {
    const picture = patterned();
    expect(redact(picture, recordOf([]))).toBe(picture);
  });

  it('leaves nothing of what is hidden and changes nothing else, and twice is once', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { maxLength: 3 }), (boxes) => {
        const picture = patterned();
        const record = recordOf(boxes);
        const redacted = redact(picture, record);
        expect(picture.data).toEqual(patterned().data);
        for (let i = 0; i < WIDTH * HEIGHT; i++) {
          const [px, py] = [i % WIDTH, Math.floor(i / WIDTH)];
          const inside = boxes.some(
            ([x, y, w, h]) => px >= x && px < x + w && py >= y && py < y + h,
          );
          const now = [...redacted.data.subarray(i * 3, i * 3 + 3)];
          const was = [...picture.data.subarray(i * 3, i * 3 + 3)];
          expect(now).toEqual(inside ? [96, 96, 96] : was);
        }
        expect(redact(redacted, record).data).toEqual(redacted.data);
      }),
      { numRuns: 40 },
    );
  });

  it('takes no record of another picture', () => {
    expect(() => redact(patterned(), { ...recordOf([]), widthPx: 41 })).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });
});

describe('fillFrame', () => {
  it('fills luma and chroma of every pixel in a box', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        const frame = {
          widthPx: WIDTH,
          heightPx: HEIGHT,
          luma: new Uint8Array(WIDTH * HEIGHT).fill(200),
          chromaU: new Uint8Array((WIDTH * HEIGHT) / 4).fill(50),
          chromaV: new Uint8Array((WIDTH * HEIGHT) / 4).fill(60),
        };
        fillFrame(frame, [box]);
        const [x, y, w, h] = box;
        for (let py = y; py < Math.min(HEIGHT, y + h); py++) {
          for (let px = x; px < Math.min(WIDTH, x + w); px++) {
            const chroma = (py >> 1) * (WIDTH / 2) + (px >> 1);
            expect([
              frame.luma[py * WIDTH + px],
              frame.chromaU[chroma],
              frame.chromaV[chroma],
            ]).toEqual([98, 128, 128]);
          }
        }
        const left = frame.luma.filter((value) => value === 200).length;
        expect(left).toBeGreaterThanOrEqual(WIDTH * HEIGHT - (w + 2) * (h + 2));
      }),
      { numRuns: 60 },
    );
  });
});
