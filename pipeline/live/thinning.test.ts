import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateDetection } from '../testing/simulate-detection.ts';
import {
  analysisRateOf,
  backlogMs,
  levelOfRun,
  nextThinning,
  shouldCutRun,
  thinnedFps,
  UNTHINNED,
  type Thinning,
  type ThinningLevel,
} from './thinning.ts';

const LEVELS: readonly ThinningLevel[] = [0, 1, 2, 3];
const waiting = (segments: number, segmentMs = 2000) => ({
  waitingMs: segments * segmentMs,
  longestSegmentMs: segments === 0 ? 0 : segmentMs,
});

describe('backlogMs', () => {
  it.each([
    ['no cameras', [], 0],
    ['nothing waits', [waiting(0), waiting(0)], 0],
    ['one on its way and one being looked at', [waiting(2), waiting(1)], 0],
    ['the same with long segments', [waiting(2, 10_000)], 0],
    ['all behind alike', [waiting(6), waiting(6)], 8000],
    [
      'one camera’s video comes late and all at once',
      [waiting(32), ...Array.from({ length: 29 }, () => waiting(0))],
      2000,
    ],
  ])('%s', (_case, cameras, expected) => {
    expect(backlogMs(cameras)).toBe(expected);
  });
});

describe('nextThinning', () => {
  it('leaves all as configured while nothing waits', () => {
    const later = nextThinning(UNTHINNED, 0, 60_000);
    expect(later).toMatchObject({ level: 0, generation: 0, sinceMs: 0 });
  });

  it('goes up at once, as far as it has to, and down a level at a time', () => {
    let now = nextThinning(UNTHINNED, 11_000, 1000);
    expect(now).toMatchObject({ level: 2, sinceMs: 1000, generation: 0 });
    now = nextThinning(now, 0, 2000);
    expect(now).toMatchObject({ level: 2, calmSinceMs: 2000 });
    now = nextThinning(now, 3000, 20_000);
    expect(now).toMatchObject({ level: 2, calmSinceMs: null });
    now = nextThinning(nextThinning(now, 0, 22_000), 0, 51_000);
    expect(now.level).toBe(2);
    now = nextThinning(now, 0, 52_000);
    expect(now).toMatchObject({ level: 1, sinceMs: 52_000 });
    expect(nextThinning(now, 0, 80_000).level).toBe(1);
    expect(nextThinning(now, 0, 82_000).level).toBe(0);
  });

  it('waits longer after going down too early, and forgets that when it went well', () => {
    const wentDown: Thinning = { ...UNTHINNED, lowered: true, sinceMs: 100_000 };
    expect(nextThinning(wentDown, 6000, 140_000).holdMs).toBe(2 * UNTHINNED.holdMs);
    expect(nextThinning(wentDown, 6000, 400_000).holdMs).toBe(UNTHINNED.holdMs);
  });

  const state = fc.record({
    level: fc.constantFrom(...LEVELS),
    sinceMs: fc.nat(1e6),
    lowered: fc.boolean(),
    calmSinceMs: fc.option(fc.nat(1e6)),
    holdMs: fc.integer({ min: 30_000, max: 960_000 }),
    generation: fc.nat(1e6),
  });

  it('never goes down more than a level, nor without calm; a generation ends at level 3 only', () => {
    fc.assert(
      fc.property(state, fc.nat(60_000), fc.nat(1e6), (before, backlog, passedMs) => {
        const atMs = 1e6 + passedMs;
        const after = nextThinning(before, backlog, atMs);
        expect(after.level).toBeGreaterThanOrEqual(before.level - 1);
        if (after.level < before.level) expect(backlog).toBeLessThan(2000);
        if (after.level > before.level) expect(backlog).toBeGreaterThanOrEqual(5000);
        expect(after.generation - before.generation).toBe(backlog >= 25_000 ? 1 : 0);
        if (after.generation > before.generation) expect(after.level).toBe(3);
        expect(after.sinceMs === before.sinceMs || after.sinceMs === atMs).toBe(true);
        expect(after.holdMs).toBeLessThanOrEqual(960_000);
        // The more waits, the higher.
        expect(nextThinning(before, backlog + 5000, atMs).level).toBeGreaterThanOrEqual(
          after.level,
        );
      }),
    );
  });
});

describe('thinnedFps', () => {
  it('scales what was asked for, never above it, and leaves a look a second', () => {
    expect(LEVELS.map((level) => thinnedFps(5, level))).toEqual([5, 2.5, 1.25, 1.25]);
    expect(LEVELS.map((level) => thinnedFps(2, level))).toEqual([2, 1, 1, 1]);
    expect(LEVELS.map((level) => thinnedFps(0.5, level))).toEqual([0.5, 0.5, 0.5, 0.5]);
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 30, noNaN: true }), (wanted) => {
        const rates = LEVELS.map((level) => thinnedFps(wanted, level));
        expect(rates).toEqual([...rates].sort((a, b) => b - a));
        expect(rates[0]).toBe(wanted);
        expect(rates[3]).toBeGreaterThanOrEqual(Math.min(1, wanted));
      }),
    );
  });
});

describe('runs and generations', () => {
  it('ends runs of earlier generations, and does what they left at the lowest rate', () => {
    const now = { level: 1, generation: 4 } as const;
    expect([3, 4].map((generation) => shouldCutRun({ generation }, now))).toEqual([true, false]);
    expect([3, 4].map((generation) => levelOfRun({ generation }, now))).toEqual([3, 1]);
  });

  it('thins streams and says so, and leaves files alone', () => {
    const now = { level: 1, generation: 4 } as const;
    const rate = (origin: 'file' | 'stream', generation: number, wantedFps = 5) =>
      analysisRateOf(wantedFps, { origin, generation }, now);
    expect(rate('stream', 4)).toEqual({ analysisFps: 2.5, isThinned: true });
    expect(rate('stream', 3)).toEqual({ analysisFps: 1.25, isThinned: true });
    expect(rate('stream', 3, 1)).toEqual({ analysisFps: 1, isThinned: false });
    expect(rate('file', 0)).toEqual({ analysisFps: 5, isThinned: false });
  });
});

describe('a site whose workers fall behind', () => {
  // At the full rate the cameras ask for so many times what the workers can do, for ten minutes.
  it.each([
    { overload: 0.9, mostLevel: 0, mostLagMs: 4_000 },
    { overload: 1.5, mostLevel: 1, mostLagMs: 15_000 },
    { overload: 3, mostLevel: 3, mostLagMs: 40_000 },
    { overload: 10, mostLevel: 3, mostLagMs: 50_000 },
  ])('$overload × as much as they can do', ({ overload, mostLevel, mostLagMs }) => {
    const { samples, segments } = simulateDetection({
      cameras: 12,
      overload,
      overloadedMs: 600_000,
      recoveryMs: 2 * 3_600_000,
    });
    const during = samples.filter(({ atMs }) => atMs < 600_000);
    expect(Math.max(...during.map(({ level }) => level))).toBe(mostLevel);
    // How late the newest thing is that was looked at, of the camera that is worst off.
    expect(Math.max(...during.map(({ newestLagMs }) => newestLagMs))).toBeLessThan(mostLagMs);
    // All is looked at in the end, each once, at a rate of its level; afterwards as configured.
    expect(segments.every(({ looks }) => looks.length === 1)).toBe(true);
    expect(samples.at(-1)).toMatchObject({ level: 0, waiting: 0 });
    const last = segments.filter(({ storedMs }) => storedMs > 7_000_000);
    expect(last.every(({ looks }) => looks[0]!.fps === 5)).toBe(true);
    // Evenly: no camera has much more of its video looked at while it matters than another.
    const shares = Array.from({ length: 12 }, (_, camera) => {
      const own = segments.filter(
        (segment) => segment.camera === camera && segment.storedMs < 600_000,
      );
      return (
        own.filter(({ looks, storedMs }) => looks[0]!.atMs - storedMs < mostLagMs).length /
        own.length
      );
    });
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(0.1);
  });
});
