import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { syntheticRead } from '../fusion/synthetic-read.ts';
import { TrackerState } from '../track/tracker-state.ts';
import { Track } from '../track/track.ts';
import type { DetectionFact, FrameFacts, SegmentFacts } from './segment-facts.ts';
import { flushTracks, trackSegment } from './track-segment.ts';

function segment(frames: readonly FrameFacts[], durationMs: number): SegmentFacts {
  return {
    version: 1,
    widthPx: 1280,
    heightPx: 720,
    durationMs,
    framesDecoded: 0,
    frames: [...frames],
  };
}
const frame = (mediaMs: number, detections: DetectionFact[], still = false): FrameFacts => ({
  mediaMs,
  still,
  detections,
  loosePlates: [],
});
const car = (x: number, given: Partial<DetectionFact> = {}): DetectionFact => ({
  objectClass: 'car',
  boxXywhPx: [x, 300, 140, 100],
  score: 0.7,
  ...given,
});
const START = Date.UTC(2026, 4, 1, 10);
const clockSource = 'given' as const;

/** A car that crosses the view at 0.3 px/ms from `START`, cut into segments of 2 s. */
const crossing = [0, 1].map((n) =>
  segment(
    Array.from({ length: 10 }, (_, i) =>
      frame(i * 200, [
        car((n * 2000 + i * 200) * 0.3, {
          colour: { colour: 'blue', confidence: 0.8 },
          ...(i === 5 && { plate: syntheticRead('AB12CD'), cropId: `vehicle-${n}` }),
        }),
      ]),
    ),
    2000,
  ),
);

describe('trackSegment', () => {
  it('makes nothing of a segment without frames, and of no state', () => {
    const { state, finished, gapMs } = trackSegment(null, segment([], 2000), {
      segmentId: 's0',
      startMs: START,
      clockSource,
    });
    expect({ finished, gapMs, atMs: state.atMs }).toEqual({
      finished: [],
      gapMs: 0,
      atMs: START + 2000,
    });
    expect(flushTracks(state)).toEqual([]);
    expect(flushTracks(null)).toEqual([]);
  });

  it('carries a car over the border of two segments, through saved state', () => {
    const first = trackSegment(null, crossing[0]!, {
      segmentId: 's0',
      startMs: START,
      clockSource,
    });
    expect(first.finished).toEqual([]);
    const saved: unknown = JSON.parse(JSON.stringify(first.state));
    expect(Value.Check(TrackerState, saved)).toBe(true);
    const second = trackSegment(saved as TrackerState, crossing[1]!, {
      segmentId: 's1',
      startMs: START + 2000,
      clockSource,
    });
    const tracks = [...second.finished, ...flushTracks(second.state)];
    expect(tracks).toHaveLength(1);
    expect(Value.Check(Track, tracks[0])).toBe(true);
    expect(tracks[0]).toMatchObject({
      number: 1,
      objectClass: 'car',
      colour: 'blue',
      firstMs: START,
      lastMs: START + 3800,
      hits: 20,
      plate: { text: 'AB12CD' },
    });
    expect(tracks[0]!.directionDeg).toBeCloseTo(90, 0);
    expect(tracks[0]!.bestCrop).toEqual({ segmentId: 's0', cropId: 'vehicle-0' });
  });

  it('gives the same when it is run again', () => {
    const run = () => {
      const first = trackSegment(null, crossing[0]!, {
        segmentId: 's0',
        startMs: START,
        clockSource,
      });
      return trackSegment(first.state, crossing[1]!, {
        segmentId: 's1',
        startMs: START + 2000,
        clockSource,
      });
    };
    expect(run()).toEqual(run());
  });

  it.each([
    ['a short gap', 600, 1],
    ['a gap beyond the occlusion limit', 5000, 2],
    ['an hour', 3_600_000, 2],
  ])('%s: the tracks are as many as they should be', (_name, gapMs, count) => {
    const first = trackSegment(null, crossing[0]!, {
      segmentId: 's0',
      startMs: START,
      clockSource,
    });
    const later = trackSegment(
      first.state,
      segment(
        Array.from({ length: 5 }, (_, i) => frame(i * 200, [car((2000 + 600 + i * 200) * 0.3)])),
        1000,
      ),
      { segmentId: 's1', startMs: START + 2000 + gapMs, clockSource },
    );
    expect(later.gapMs).toBe(gapMs);
    const tracks = [...later.finished, ...flushTracks(later.state)];
    expect(tracks.map((t) => t.number)).toEqual(count === 1 ? [1] : [1, 2]);
  });

  /** The second half of the crossing, told to begin so much later than the first ends. */
  const crossAfter = (holeMs: number) => {
    const first = trackSegment(null, crossing[0]!, {
      segmentId: 's0',
      startMs: START,
      clockSource,
    });
    const second = trackSegment(first.state, crossing[1]!, {
      ...{ segmentId: 's1', startMs: START + 2000 + holeMs, clockSource },
    });
    return { second, tracks: [...second.finished, ...flushTracks(second.state)] };
  };

  it.each([-250, -40, -1, 1, 40, 199])(
    'makes nothing of clocks that are %i ms off from one segment to the next',
    (holeMs) => {
      const { second, tracks } = crossAfter(holeMs);
      expect(second.gapMs).toBe(0);
      expect(tracks).toMatchObject([
        { number: 1, firstMs: START, lastMs: START + 3800 + holeMs, hits: 20 },
      ]);
      expect(second.state.atMs).toBe(START + 4000 + holeMs);
    },
  );

  it('lets the time of a track stand still rather than go back', () => {
    const halves = [crossing[0]!, segment([frame(0, [car(570)]), frame(100, [car(580)])], 200)];
    const first = trackSegment(null, halves[0]!, { segmentId: 's0', startMs: START, clockSource });
    const second = trackSegment(first.state, halves[1]!, {
      ...{ segmentId: 's1', startMs: START + 1200, clockSource },
    });
    expect(flushTracks(second.state)).toMatchObject([{ number: 1, lastMs: START + 1800 }]);
  });

  it('ends all tracks where the clock was set back, and counts on', () => {
    const { second, tracks } = crossAfter(-60_000);
    expect(second.finished).toMatchObject([{ number: 1, lastMs: START + 1800 }]);
    expect(tracks.map(({ number, firstMs }) => [number, firstMs])).toEqual([
      [1, START],
      [2, START - 58_000],
    ]);
  });

  it('notes by which clock and in which segment a track was seen best', () => {
    const { tracks } = crossAfter(0);
    expect(tracks[0]!.bestSegment).toEqual({ id: 's0', startMs: START, clockSource: 'given' });
  });

  it('keeps a parked car over segments in which nothing moves', () => {
    let state: TrackerState | null = null;
    const parked = [frame(0, [car(500)]), frame(200, [car(500)])];
    const rest = Array.from({ length: 8 }, (_, i) => frame(400 + i * 200, [], true));
    for (let n = 0; n < 30; n++) {
      const startMs = START + n * 2000;
      const tracked = trackSegment(state, segment([...parked, ...rest], 2000), {
        segmentId: `s${n}`,
        startMs,
        clockSource,
      });
      expect(tracked.finished).toEqual([]);
      state = tracked.state;
    }
    expect(flushTracks(state)).toMatchObject([
      { number: 1, firstMs: START, lastMs: START + 29 * 2000 + 1800, directionDeg: null },
    ]);
  });

  it('names the zones that a track stood in, over the border of segments, also from a state without any', () => {
    const zone = (name: string, left: number, right: number) => ({
      name,
      polygon: [
        [left, 0.5],
        [right, 0.5],
        [right, 1],
        [left, 1],
      ] as [number, number][],
    });
    const zones = [zone('right', 0.6, 1), zone('left', 0, 0.5), zone('far', 0.99, 1)];
    const context = { segmentId: 's0', startMs: START, clockSource, zones };
    const first = trackSegment(null, crossing[0]!, context);
    const second = trackSegment(first.state, crossing[1]!, {
      ...context,
      segmentId: 's1',
      startMs: START + 2000,
      clockSource,
    });
    expect(flushTracks(second.state)[0]!.zones).toEqual(['left', 'right']);
    const old = {
      ...first.state,
      tracks: first.state.tracks.map(({ zones: _, ...track }) => track),
    };
    expect(Value.Check(TrackerState, old)).toBe(true);
    const later = trackSegment(old, crossing[1]!, {
      ...context,
      startMs: START + 2000,
      clockSource,
    });
    expect(flushTracks(later.state)[0]!.zones).toEqual(['right']);
    expect(flushTracks(old)[0]!.zones).toEqual([]);
  });
});
