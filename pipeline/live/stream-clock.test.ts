import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamClock, type SegmentTimes } from './stream-clock.ts';

const NOON_MS = Date.UTC(2026, 10, 24, 12);
const PICTURE_MS = 40;
const SEGMENT_MS = 2_000;

interface Happening {
  /** From this segment on. */
  readonly segment: number;
  readonly machineStepMs?: number;
  readonly cameraStepMs?: number;
}

/**
 * A camera of 25 pictures a second, switched on at noon, whose pictures take `delayMs`; times of its
 * segments as they end. Its clock is `cameraAheadMs` ahead (null: it sends no reports).
 */
function watch(
  segments: number,
  {
    delayMs = () => 0,
    cameraAheadMs = null,
    happenings = [],
    driftPpm = 0,
  }: {
    delayMs?: (picture: number) => number;
    cameraAheadMs?: number | null;
    happenings?: readonly Happening[];
    driftPpm?: number;
  } = {},
): SegmentTimes[] {
  const clock = new StreamClock();
  let machineMs = NOON_MS;
  let cameraMs = NOON_MS + (cameraAheadMs ?? 0);
  const times: SegmentTimes[] = [];
  let picture = 0;
  for (let segment = 0; segment < segments; segment++) {
    for (const happening of happenings.filter((one) => one.segment === segment)) {
      machineMs += happening.machineStepMs ?? 0;
      cameraMs += happening.cameraStepMs ?? 0;
    }
    for (; picture * PICTURE_MS < (segment + 1) * SEGMENT_MS; picture++) {
      const mediaMs = picture * PICTURE_MS;
      const monotonicMs = mediaMs * (1 + driftPpm / 1e6) + delayMs(picture);
      clock.arrived(mediaMs, { monotonicMs, wallMs: machineMs + monotonicMs });
    }
    if (cameraAheadMs !== null) {
      const mediaMs = segment * SEGMENT_MS + 700;
      clock.reported(mediaMs, cameraMs + mediaMs);
    }
    times.push(clock.timeSegment(segment * SEGMENT_MS, (segment + 1) * SEGMENT_MS)!);
  }
  return times;
}

const sinceNoon = (times: readonly SegmentTimes[]): number[] =>
  times.map(({ startMs }) => startMs - NOON_MS);

describe('the clock of a stream', () => {
  it('says nothing before anything came', () => {
    expect(new StreamClock().timeSegment(0, 2_000)).toBeNull();
    const reported = new StreamClock();
    reported.reported(0, NOON_MS);
    expect(reported.timeSegment(0, 2_000)).toBeNull();
  });

  it('goes by the least delayed arrival where no reports come', () => {
    const times = watch(3, { delayMs: (picture) => (picture % 10 === 3 ? 60 : 200) });
    expect(sinceNoon(times)).toEqual([60, 2_060, 4_060]);
    expect(times.map(({ clockSource }) => clockSource)).toEqual(['arrival', 'arrival', 'arrival']);
  });

  it('goes by the camera’s reports where they can be right', () => {
    const times = watch(2, { delayMs: () => 300, cameraAheadMs: 1_200 });
    expect(times).toEqual([
      {
        startMs: NOON_MS + 1_200,
        endMs: NOON_MS + 3_200,
        clockSource: 'camera',
        jumpMs: 0,
      },
      { startMs: NOON_MS + 3_200, endMs: NOON_MS + 5_200, clockSource: 'camera', jumpMs: 0 },
    ]);
  });

  it.each([
    ['that booted in 1970', -NOON_MS + 5_000],
    ['in another time zone', 3_600_000],
    ['twenty seconds slow', -20_000],
  ])('doesn’t believe a camera %s', (_name, cameraAheadMs) => {
    const times = watch(3, { delayMs: () => 100, cameraAheadMs });
    expect(sinceNoon(times)).toEqual([100, 2_100, 4_100]);
    expect(times.every(({ clockSource }) => clockSource === 'arrival')).toBe(true);
  });

  it('takes the camera’s time over bit by bit, and calls it the camera’s when it is', () => {
    const clock = new StreamClock();
    const times = [0, 1, 2, 3].map((segment) => {
      const mediaMs = segment * SEGMENT_MS;
      clock.arrived(mediaMs, { monotonicMs: mediaMs + 300, wallMs: NOON_MS + mediaMs + 300 });
      if (segment === 1) clock.reported(mediaMs, NOON_MS + mediaMs);
      return clock.timeSegment(mediaMs, mediaMs + SEGMENT_MS)!;
    });
    expect(sinceNoon(times)).toEqual([300, 2_300, 4_200, 6_100]);
    expect(times.map(({ clockSource }) => clockSource)).toEqual([
      'arrival',
      'arrival',
      'arrival',
      'camera',
    ]);
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('takes a step of the machine’s clock %s over with the next segment', (_name, stepMs) => {
    const times = watch(4, { happenings: [{ segment: 2, machineStepMs: stepMs }] });
    expect(sinceNoon(times)).toEqual([0, 2_000, 4_000 + stepMs, 6_000 + stepMs]);
    expect(times.map(({ jumpMs }) => jumpMs)).toEqual([0, 0, stepMs, 0]);
  });

  it('takes a step of the camera’s clock over with the next segment', () => {
    const times = watch(4, {
      cameraAheadMs: 0,
      happenings: [{ segment: 2, cameraStepMs: -3_000 }],
    });
    expect(sinceNoon(times)).toEqual([0, 2_000, 1_000, 3_000]);
    expect(times.map(({ jumpMs }) => jumpMs)).toEqual([0, 0, -3_000, 0]);
  });

  it('leaves a camera whose clock goes astray, and says so', () => {
    const times = watch(3, {
      cameraAheadMs: 0,
      happenings: [{ segment: 1, cameraStepMs: 60_000 }],
    });
    expect(times.map(({ clockSource }) => clockSource)).toEqual(['camera', 'arrival', 'arrival']);
    expect(sinceNoon(times)).toEqual([0, 2_000, 4_000]);
  });

  it.each([200, -200])('follows a camera whose crystal is off by %d ppm', (driftPpm) => {
    const segments = 1_800;
    const last = watch(segments, { driftPpm }).at(-1)!;
    const trueMs = NOON_MS + (segments - 1) * SEGMENT_MS * (1 + driftPpm / 1e6);
    expect(Math.abs(last.startMs - trueMs)).toBeLessThan(15);
    expect(last.jumpMs).toBe(0);
  });

  it('counts a pause of the pictures as time that went by', () => {
    const clock = new StreamClock();
    clock.arrived(0, { monotonicMs: 10, wallMs: NOON_MS });
    clock.timeSegment(0, 2_000);
    clock.arrived(9_000, { monotonicMs: 9_010, wallMs: NOON_MS + 9_000 });
    expect(clock.timeSegment(9_000, 11_000)).toMatchObject({ startMs: NOON_MS + 9_000, jumpMs: 0 });
  });

  it('never runs backwards between jumps, whatever arrives and is reported', () => {
    const ms = fc.integer({ min: -20_000, max: 20_000 });
    const step = fc.record({
      lengthMs: fc.integer({ min: 0, max: 10_000 }),
      pauseMs: fc.oneof(fc.constant(0), fc.nat(5_000)),
      delayMs: fc.nat(3_000),
      machineStepMs: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: ms },
      ),
      cameraAheadMs: fc.option(ms),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const clock = new StreamClock();
        let mediaMs = 0;
        let machineMs = NOON_MS;
        let before: { end: number; media: number } | null = null;
        for (const { lengthMs, pauseMs, delayMs, machineStepMs, cameraAheadMs } of steps) {
          mediaMs += pauseMs;
          machineMs += machineStepMs;
          const monotonicMs = mediaMs + lengthMs + delayMs;
          clock.arrived(mediaMs, { monotonicMs, wallMs: machineMs + monotonicMs });
          if (cameraAheadMs !== null) clock.reported(mediaMs, machineMs + mediaMs + cameraAheadMs);
          const times = clock.timeSegment(mediaMs, mediaMs + lengthMs)!;
          const saidMs = times.endMs - times.startMs;
          expect(Math.abs(saidMs - lengthMs)).toBeLessThanOrEqual(0.05 * lengthMs + 1);
          if (before === null) expect(times.jumpMs).toBe(0);
          else {
            const followsMs = before.end + mediaMs - before.media;
            expect(Math.abs(times.startMs - followsMs - times.jumpMs)).toBeLessThanOrEqual(1);
            if (times.jumpMs === 0) expect(times.startMs).toBeGreaterThanOrEqual(before.end);
            else expect(Math.abs(times.jumpMs)).toBeGreaterThanOrEqual(1_000);
          }
          mediaMs += lengthMs;
          before = { end: times.endMs, media: mediaMs };
        }
      }),
    );
  });
});
