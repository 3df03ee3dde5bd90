import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import type { BoxXywhPx } from '../geometry/box.ts';
import {
  BoxFilter,
  correctFilter,
  filterBox,
  predictFilter,
  restFilter,
  startFilter,
  surprise,
} from './box-filter.ts';

const follow = (boxes: readonly (readonly [number, BoxXywhPx])[]): BoxFilter =>
  boxes
    .slice(1)
    .reduce(
      (filter, [atMs, box]) => correctFilter(predictFilter(filter, atMs), box),
      startFilter(boxes[0]![1], boxes[0]![0]),
    );

describe('box filter', () => {
  it('starts where the box is and does not move without time', () => {
    const filter = startFilter([10, 20, 40, 30], 500);
    expect(filterBox(filter)).toEqual([10, 20, 40, 30]);
    expect(predictFilter(filter, 500)).toBe(filter);
  });

  it('learns a speed from irregular times', () => {
    const times = [0, 200, 240, 600, 640, 900];
    const filter = follow(times.map((ms) => [ms, [ms * 0.5, 100, 60, 40]]));
    const [x, y] = filterBox(predictFilter(filter, 1300));
    expect(x).toBeGreaterThan(600);
    expect(x).toBeLessThan(690);
    expect(y).toBeCloseTo(100, 0);
  });

  it('is surprised less the longer it has not looked', () => {
    const filter = follow([0, 200, 400].map((ms) => [ms, [ms, 0, 50, 50]]));
    const off: BoxXywhPx = [760, 40, 50, 50];
    const soon = surprise(predictFilter(filter, 700), off);
    const late = surprise(predictFilter(filter, 1100), [1160, 40, 50, 50]);
    expect(late).toBeLessThan(soon);
  });

  it('forgets its speed at rest', () => {
    const filter = follow([0, 200, 400].map((ms) => [ms, [ms, 0, 50, 50]]));
    const rested = restFilter(filter, 5000);
    expect(filterBox(predictFilter(rested, 9000))).toEqual(filterBox(rested));
  });

  it('never predicts a box without a size', () => {
    const shrinking = follow([0, 200, 400].map((ms) => [ms, [0, 0, 90 - ms / 5, 90 - ms / 5]]));
    const [, , width, height] = filterBox(predictFilter(shrinking, 5000));
    expect(width).toBeGreaterThanOrEqual(1);
    expect(height).toBeGreaterThanOrEqual(1);
  });

  it('survives JSON', () => {
    const filter = follow([0, 200].map((ms) => [ms, [ms, 0, 50, 50]]));
    const restored: unknown = JSON.parse(JSON.stringify(filter));
    expect(Value.Check(BoxFilter, restored)).toBe(true);
    expect(restored).toEqual(filter);
  });
});
