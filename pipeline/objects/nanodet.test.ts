import { describe, expect, it } from 'vitest';
import { COCO_CLASSES, decodeNanodet, DISTANCE_BINS, toNanodetInput } from './nanodet.ts';

const picture = (widthPx: number, heightPx: number, rgb = [0, 0, 0]) => ({
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => rgb[i % 3]!),
  widthPx,
  heightPx,
});

/** One 32 px level with a box of ±`bins` cells around each given cell. */
function level(cells: number, hits: { cell: number; coco: number; score: number; bins: number }[]) {
  const scores = new Float32Array(cells * COCO_CLASSES);
  const distances = new Float32Array(cells * 4 * DISTANCE_BINS);
  for (const hit of hits) {
    scores[hit.cell * COCO_CLASSES + hit.coco] = hit.score;
    for (let side = 0; side < 4; side++) {
      distances[(hit.cell * 4 + side) * DISTANCE_BINS + hit.bins] = 50;
    }
  }
  return { stridePx: 32, scores, distances };
}

const options = { minimumScore: 0.3, maximumIou: 0.6 };

describe('toNanodetInput', () => {
  it('keeps 16:9 pictures 16:9, padded to whole strides', () => {
    const input = toNanodetInput(picture(1920, 1080));
    expect([input.widthPx, input.heightPx]).toEqual([416, 256]);
    expect(input.scale).toBeCloseTo(416 / 1920, 10);
  });
  it('orders the planes blue, green, red and normalises them', () => {
    const { tensor } = toNanodetInput(picture(32, 32, [200, 100, 50]));
    expect(tensor[0]).toBeCloseTo((50 - 103.53) / 57.375, 4);
    expect(tensor[32 * 32]).toBeCloseTo((100 - 116.28) / 57.12, 4);
    expect(tensor[2 * 32 * 32]).toBeCloseTo((200 - 123.675) / 58.395, 4);
  });
});

describe('decodeNanodet', () => {
  const small = picture(416, 256);
  const input = toNanodetInput(small);
  const cells = 13 * 8;

  it('finds nothing where no score reaches the minimum', () => {
    const weak = level(cells, [{ cell: 20, coco: 2, score: 0.29, bins: 1 }]);
    expect(decodeNanodet(input, [weak], small, options)).toEqual([]);
  });
  it('places a box around its cell, in pixels of the picture', () => {
    const large = picture(832, 512);
    const found = decodeNanodet(
      toNanodetInput(large),
      [level(cells, [{ cell: 3 * 13 + 6, coco: 7, score: 0.9, bins: 2 }])],
      large,
      options,
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.objectClass).toBe('truck');
    const expected = [(6.5 - 2) * 64, (3.5 - 2) * 64, 256, 256];
    found[0]!.boxXywhPx.forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i]!, 3);
    });
  });
  it('clips boxes to the picture', () => {
    const found = decodeNanodet(
      input,
      [level(cells, [{ cell: 0, coco: 2, score: 0.9, bins: 3 }])],
      small,
      options,
    );
    expect(found[0]!.boxXywhPx.slice(0, 2)).toEqual([0, 0]);
  });
  it('keeps one of a car and a truck in the same place, and the person beside them', () => {
    const found = decodeNanodet(
      input,
      [
        level(cells, [{ cell: 40, coco: 2, score: 0.8, bins: 2 }]),
        level(cells, [{ cell: 40, coco: 7, score: 0.7, bins: 2 }]),
        level(cells, [{ cell: 40, coco: 0, score: 0.5, bins: 2 }]),
      ],
      small,
      options,
    );
    expect(found.map((d) => d.objectClass)).toEqual(['car', 'person']);
  });
  it('ignores the classes that Wayside has no use for', () => {
    const dog = level(cells, [{ cell: 40, coco: 16, score: 0.95, bins: 2 }]);
    expect(decodeNanodet(input, [dog], small, options)).toEqual([]);
  });
});
