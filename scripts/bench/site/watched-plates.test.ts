import { describe, expect, it } from 'vitest';
import { traffic } from '../search-traffic.ts';
import { choosePlates, plateCounter } from './watched-plates.ts';

describe('plateCounter', () => {
  it('counts nothing of no plates', () => {
    const { counts, seen } = plateCounter([]);
    seen('AB123');
    expect(counts).toEqual([]);
  });

  it('counts what a search for the plate finds: also characters that look alike', () => {
    const { counts, seen } = plateCounter(['AB123', 'XY999', 'A8123']);
    for (const text of ['AB123', 'A8I23', 'AB124', 'XY999']) seen(text);
    expect(counts).toEqual([2, 1, 2]);
  });
});

describe('choosePlates', () => {
  const passing = traffic({ rows: 400, cameras: 5, seed: 1 });

  it('gives different plates that vehicles have, the same for the same seed', () => {
    const plates = choosePlates(passing, 50, 2);
    expect(new Set(plates).size).toBe(50);
    expect(choosePlates(passing, 50, 2)).toEqual(plates);
    expect(choosePlates(passing, 50, 3)).not.toEqual(plates);
    const { counts, seen } = plateCounter(plates);
    for (const { plate } of passing.readsOf('2026-05-01', 400)) seen(plate.text);
    expect(counts.some((count) => count > 1)).toBe(true);
  });
});
