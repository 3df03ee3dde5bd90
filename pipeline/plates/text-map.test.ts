import { describe, expect, it } from 'vitest';
import { boundsOf } from '../geometry/box.ts';
import { onPicture, regionsOfTextMap, toTextMapInput, type TextMap } from './text-map.ts';

function mapWith(
  ...boxes: readonly [x: number, y: number, w: number, h: number, p: number][]
): TextMap {
  const map = { data: new Float32Array(100 * 60), widthPx: 100, heightPx: 60 };
  for (const [x, y, w, h, p] of boxes) {
    for (let row = y; row < y + h; row++) map.data.fill(p, row * 100 + x, row * 100 + x + w);
  }
  return map;
}

describe('text map', () => {
  it('has no regions where nothing is text', () => {
    expect(regionsOfTextMap(mapWith())).toEqual([]);
    expect(regionsOfTextMap(mapWith([10, 10, 40, 10, 0.2]))).toEqual([]);
  });

  it('grows a region by area × ratio / perimeter', () => {
    const [region] = regionsOfTextMap(mapWith([20, 20, 40, 10, 0.9]));
    const grown = (40 * 10 * 1.6) / (2 * (40 + 10));
    const [x, y, w, h] = boundsOf(region!.quadPx);
    expect([x, y, w, h].map((v) => Math.round(v * 100) / 100)).toEqual([
      20 - grown,
      20 - grown,
      40 + 2 * grown,
      10 + 2 * grown,
    ]);
    expect(region!.score).toBeCloseTo(0.9, 5);
  });

  it('gives every region, best first, without noise and weak ones', () => {
    const regions = regionsOfTextMap(
      mapWith([5, 5, 30, 8, 0.6], [50, 30, 30, 8, 0.9], [5, 40, 30, 8, 0.4], [90, 50, 2, 2, 0.9]),
    );
    expect(regions.map(({ score }) => Math.round(score * 10))).toEqual([9, 6]);
  });

  it('keeps slant', () => {
    const map = mapWith();
    for (let x = 20; x < 80; x++) {
      const top = 10 + Math.round((x - 20) / 3);
      for (let y = top; y < top + 9; y++) map.data[y * 100 + x] = 0.9;
    }
    const [tl, tr] = regionsOfTextMap(map)[0]!.quadPx;
    expect((tr[1] - tl[1]) / (tr[0] - tl[0])).toBeCloseTo(1 / 3, 1);
  });

  it('makes input of multiples of 32 and carries regions back to the picture', () => {
    const picture = { data: new Uint8Array(400 * 200 * 3), widthPx: 400, heightPx: 200 };
    const input = toTextMapInput(picture, 320);
    expect([input.widthPx, input.heightPx, input.tensor.length]).toEqual([320, 160, 320 * 160 * 3]);
    const region = {
      quadPx: [
        [0, 0],
        [320, 0],
        [320, 160],
        [0, 160],
      ],
      score: 1,
    } as const;
    expect(boundsOf(onPicture([region], input, picture)[0]!.quadPx)).toEqual([0, 0, 400, 200]);
  });
});
