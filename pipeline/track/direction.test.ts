import { describe, expect, it } from 'vitest';
import type { BoxXywhPx } from '../geometry/box.ts';
import { directionDeg } from './direction.ts';

const from: BoxXywhPx = [500, 500, 40, 40];

describe('directionDeg', () => {
  it.each<[string, BoxXywhPx, number | null]>([
    ['nowhere', from, null],
    ['hardly anywhere', [510, 505, 40, 40], null],
    ['up', [500, 300, 40, 40], 0],
    ['right', [700, 500, 40, 40], 90],
    ['down', [500, 700, 40, 40], 180],
    ['left', [300, 500, 40, 40], 270],
    ['up and left', [300, 300, 40, 40], 315],
  ])('%s', (_name, to, expected) => {
    const degrees = directionDeg(from, to);
    if (expected === null) expect(degrees).toBeNull();
    else expect(degrees).toBeCloseTo(expected, 6);
  });
});
