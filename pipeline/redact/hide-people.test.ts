import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import type { Detection } from '../objects/detection.ts';
import { hidePeople } from './hide-people.ts';

/** Every pixel tells its place, and none has the fill's value. */
function patterned(widthPx: number, heightPx: number): Raster {
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => 100 + (i % 150));
  return { data, widthPx, heightPx };
}
const person = (boxXywhPx: BoxXywhPx, score = 0.2): Detection => ({
  objectClass: 'person',
  boxXywhPx,
  score,
});
const pixel = (raster: Raster, x: number, y: number) => {
  const at = (y * raster.widthPx + x) * 3;
  return [...raster.data.subarray(at, at + 3)];
};

describe('hidePeople', () => {
  it('gives a picture without people back as it is', () => {
    const picture = patterned(20, 10);
    expect(hidePeople(picture, [])).toBe(picture);
    const car: Detection = { objectClass: 'car', boxXywhPx: [0, 0, 20, 10], score: 1 };
    expect(hidePeople(picture, [car, person([200, 200, 10, 10])])).toBe(picture);
  });

  it('leaves nothing of anyone, whatever the box, and nothing else is touched', () => {
    const side = fc.integer({ min: -30, max: 60 });
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, size, size, (x, y, width, height) => {
        const picture = patterned(40, 30);
        const before = picture.data.slice();
        const hidden = hidePeople(picture, [person([x, y, width, height])]);
        expect(picture.data).toEqual(before);
        for (let row = 0; row < 30; row++) {
          for (let column = 0; column < 40; column++) {
            const inside = column >= x && column < x + width && row >= y && row < y + height;
            const near =
              column >= x - 0.12 * width - 1 &&
              column < x + 1.12 * width + 1 &&
              row >= y - 0.12 * height - 1 &&
              row < y + 1.12 * height + 1;
            if (inside) expect(pixel(hidden, column, row)).toEqual([96, 96, 96]);
            if (!near) expect(pixel(hidden, column, row)).toEqual(pixel(picture, column, row));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds people in a scaled crop of the frame', () => {
    const crop = patterned(50, 50);
    const hidden = hidePeople(crop, [person([140, 240, 20, 20])], [100, 200], 0.5);
    expect(pixel(hidden, 25, 25)).toEqual([96, 96, 96]);
    expect(pixel(hidden, 10, 25)).toEqual(pixel(crop, 10, 25));
  });
});
