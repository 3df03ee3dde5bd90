import { describe, expect, it } from 'vitest';
import { boundsOf, type BoxXywhPx, type QuadPx } from '../geometry/box.ts';
import { plateCandidates } from './plate-candidates.ts';

const region = ([x, y, w, h]: BoxXywhPx) => ({
  quadPx: [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ] as QuadPx,
  score: 1,
});
const candidates = (...boxes: BoxXywhPx[]) =>
  plateCandidates(boxes.map(region)).map(({ lines }) => lines.map((line) => boundsOf(line)));

describe('plate candidates', () => {
  it('has none without regions, and none too small to read', () => {
    expect(candidates()).toEqual([]);
    expect(candidates([0, 0, 20, 5])).toEqual([]);
  });

  it('takes a line as it is', () => {
    expect(candidates([10, 10, 100, 20])).toEqual([[[10, 10, 100, 20]]]);
  });

  it('cuts a region of nearly equal sides into two lines as well', () => {
    const found = candidates([0, 0, 60, 40]);
    const [upper, lower] = found.find((lines) => lines.length === 2)!;
    expect(upper![1]).toBe(0);
    expect(lower![1] + lower![3]).toBe(40);
    expect(upper![3] + lower![3]).toBeGreaterThan(40);
  });

  it('joins neighbours on a line and stacks lines above each other', () => {
    expect(candidates([0, 0, 50, 20], [60, 0, 60, 20])).toContainEqual([[0, 0, 120, 20]]);
    expect(candidates([10, 30, 70, 30], [20, 5, 50, 20])).toContainEqual([
      [20, 5, 50, 20],
      [10, 30, 70, 30],
    ]);
  });

  it('joins nothing far apart', () => {
    expect(candidates([0, 0, 50, 20], [200, 0, 60, 20])).toHaveLength(2);
    expect(candidates([0, 0, 50, 20], [0, 100, 60, 20])).toHaveLength(2);
  });
});
