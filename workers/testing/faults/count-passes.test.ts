import { describe, expect, it } from 'vitest';
import { countPasses } from './count-passes.ts';

const LOOP = { loopMs: 20_000, passMs: 6000, plates: 2 };
const RUN = { footageId: 'run', startMs: 0, endMs: 46_000 };
const seen = (capturedMs: number, token: bigint, footageId = 'run') => ({
  ...{ footageId, capturedMs, token },
});

describe('countPasses', () => {
  it('of nothing is nothing', () => {
    expect(countPasses([], [], LOOP)).toEqual({ expected: 0, seen: 0, twice: 0 });
    const short = { ...RUN, endMs: 5000 };
    expect(countPasses([short], [], LOOP)).toEqual({ expected: 0, seen: 0, twice: 0 });
  });

  it('counts each pass of each plate once', () => {
    const sightings = [seen(3000, 1n), seen(9000, 2n), seen(23_000, 1n), seen(29_000, 2n)];
    expect(countPasses([RUN], sightings, LOOP)).toEqual({ expected: 4, seen: 4, twice: 0 });
  });

  it('tells a plate that one pass gave twice, but not one that two runs share', () => {
    const sightings = [seen(3000, 1n), seen(5000, 1n), seen(5000, 1n, 'next')];
    expect(countPasses([RUN], sightings, LOOP)).toMatchObject({ seen: 2, twice: 1 });
  });
});
