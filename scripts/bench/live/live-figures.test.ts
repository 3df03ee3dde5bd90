import { describe, expect, it } from 'vitest';
import { liveFigures } from './live-figures.ts';
import type { PassRead } from './read-passes.ts';

const PASS = {
  cameraId: 'gate',
  plate: 'AB123',
  entryMs: 10_000,
  exitMs: 15_000,
  readableMs: 13_000,
};
const SEGMENT = {
  ...{ startedMs: 13_030, endedMs: 15_030, storedMs: 15_200, clockSource: 'camera' },
  // This camera's clock is 30 ms ahead.
  pictures: Array.from({ length: 50 }, (_, i) => ({
    toldMs: 13_030 + i * 40,
    burnedMs: 13_000 + i * 40,
  })),
};
const read = (
  change: Partial<PassRead> & { capturedAtMs?: number; seenMs?: number },
): PassRead => ({
  ...{ pass: PASS, isExact: true },
  sighting: {
    ...{ id: 'a', cameraId: 'gate', segmentId: 'one', sealed: new Uint8Array() },
    ...{ capturedAtMs: change.capturedAtMs ?? 14_030, seenMs: change.seenMs ?? 16_000 },
  },
  ...change,
});
const figures = (reads: readonly PassRead[]) =>
  liveFigures({ cameras: 1, reads, segments: new Map([['one', SEGMENT]]), analysisFpsMean: 5 });

describe('liveFigures', () => {
  it('has no times of nothing', () => {
    const none = { passes: 0, samples: 0, exact: 0, missed: 0, p95Ms: NaN, clockSources: {} };
    expect(figures([])).toMatchObject(none);
    const missed = read({ sighting: null, isExact: false });
    expect(figures([missed])).toMatchObject({ passes: 1, samples: 0, missed: 1, p50Ms: NaN });
  });

  it('counts from the burned clock, not from what the segment tells', () => {
    const late = read({ capturedAtMs: 14_430, seenMs: 19_400, isExact: false });
    expect(figures([read({}), late])).toEqual({
      ...{ cameras: 1, analysisFpsMean: 5, passes: 2, samples: 2, exact: 1, missed: 0 },
      ...{ p50Ms: 2000, p95Ms: 5000, fromReadableP50Ms: 3000, fromReadableP95Ms: 6400 },
      ...{ segmentStoredP50Ms: 170, segmentStoredP95Ms: 170 },
      ...{ clockErrorP50Ms: 30, clockErrorAbsoluteP95Ms: 30, clockSources: { camera: 2 } },
    });
  });
});
