import { describe, expect, it } from 'vitest';
import { scoreDemo, type Pass } from './demo-score.ts';

const at = (second: number) => new Date(Date.UTC(2026, 4, 1, 10, 0, second));
const pass = (plate: string, camera = 'a'): Pass => ({
  camera,
  plate,
  region: 'eu',
  from: at(10),
  until: at(20),
});
const seen = (sightingId: string, second: number, camera = 'a') => ({
  sightingId,
  camera,
  capturedAt: at(second),
});

describe('scoreDemo', () => {
  it('of nothing is nothing', () => {
    expect(scoreDemo([], new Map(), 0)).toEqual({ found: [], missed: [], falsePlates: 0 });
  });
  it('finds a pass by its camera and time', () => {
    const score = scoreDemo([pass('AB12')], new Map([['AB12', [seen('1', 12)]]]), 1);
    expect(score.missed).toEqual([]);
    expect(score.found).toHaveLength(1);
    expect(score.falsePlates).toBe(0);
  });
  it.each([
    ['by another camera', seen('1', 12, 'b')],
    ['before the vehicle came', seen('1', 9)],
    ['after it went', seen('1', 21)],
  ])('does not count a sighting %s', (_name, sighting) => {
    const score = scoreDemo([pass('AB12')], new Map([['AB12', [sighting]]]), 1);
    expect(score.missed).toEqual([pass('AB12')]);
    expect(score.falsePlates).toBe(1);
  });
  it('counts every sighting that is no plate of the truth as false', () => {
    expect(scoreDemo([pass('AB12')], new Map([['AB12', [seen('1', 12)]]]), 4).falsePlates).toBe(3);
  });
});
