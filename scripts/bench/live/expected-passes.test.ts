import { describe, expect, it } from 'vitest';
import type { SceneTruth } from '../../../fixtures/scene-truth.ts';
import { expectedPasses } from './expected-passes.ts';

const VEHICLE: SceneTruth['vehicles'][number] = {
  ...{ id: 'a', plate: 'AB123', region: 'eu', objectClass: 'car', colour: 'red', view: 'front' },
  ...{ parked: false, entryMs: 1000, exitMs: 3000, plateWidthPx: 100 },
  moments: [
    { ms: 1000, boxXywhPx: [0, 0, 50, 50], plateXywhPx: null },
    { ms: 1600, boxXywhPx: [0, 0, 60, 60], plateXywhPx: [10, 10, 79, 20] },
    { ms: 2200, boxXywhPx: [0, 0, 70, 70], plateXywhPx: [10, 10, 80, 20] },
  ],
};
const truthOf = (vehicles: SceneTruth['vehicles']): SceneTruth => ({
  ...{ widthPx: 1280, heightPx: 720, fps: 25, durationMs: 10_000, light: 'day', people: [] },
  vehicles,
});
const ALWAYS = { fromMs: 0, untilMs: 1_000_000 };

describe('expectedPasses', () => {
  it('are none of an empty road, of an empty span, or of a plate too small to read', () => {
    const run = { cameraId: 'gate', firstPictureMs: 500_000 };
    expect(expectedPasses({ ...run, truth: truthOf([]) }, ALWAYS)).toEqual([]);
    const truth = truthOf([VEHICLE]);
    expect(expectedPasses({ ...run, truth }, { fromMs: 600_000, untilMs: 600_000 })).toEqual([]);
    const far = truthOf([{ ...VEHICLE, moments: VEHICLE.moments.slice(0, 2) }]);
    expect(expectedPasses({ ...run, truth: far }, ALWAYS)).toEqual([]);
  });

  it('come again each time the scene does, if they lie in the span as a whole', () => {
    const run = { cameraId: 'gate', firstPictureMs: 500_000, truth: truthOf([VEHICLE]) };
    const span = { fromMs: 501_001, untilMs: 523_000 };
    expect(expectedPasses(run, span)).toEqual([
      {
        ...{ cameraId: 'gate', plate: 'AB123' },
        ...{ entryMs: 511_000, exitMs: 513_000, readableMs: 512_200 },
      },
      {
        ...{ cameraId: 'gate', plate: 'AB123' },
        ...{ entryMs: 521_000, exitMs: 523_000, readableMs: 522_200 },
      },
    ]);
  });
});
