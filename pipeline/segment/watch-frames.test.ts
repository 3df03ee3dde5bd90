import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PaintedScene, type PaintedObject } from './painted-scene.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { withQuietFrames } from './quiet-frames.ts';
import { onClockOf, watchFrames, type Watched } from './watch-frames.ts';

const MARGIN_MS = 300;
const EVERY_MS = 200;

type Seen = readonly PaintedObject[];
const car = (x: number): Seen => [{ objectClass: 'car', box: [x, 120, 160, 100] }];
const person: Seen = [{ objectClass: 'person', box: [40, 200, 40, 120] }];
/** Nothing that the detector knows. */
const bird = (x: number): Seen => [{ objectClass: 'nothing' as never, box: [x, 40, 40, 40] }];
const wall = (x: number): Seen => [{ objectClass: 'nothing' as never, box: [x, 0, 400, 360] }];

async function watch(frames: readonly Seen[]) {
  const scene = new PaintedScene();
  const moments = frames.map((objects, i) => ({ atMs: i * EVERY_MS, objects }));
  const watched = await watchFrames(scene.frames(moments), scene.models.objects, {
    marginMs: MARGIN_MS,
  });
  const spans = watched.spans.map(({ startMs, endMs }) => [startMs, endMs]);
  return { spans, moments: watched.moments, detections: scene.calls.detect };
}

const empty = (count: number): Seen[] => Array.from({ length: count }, () => []);

describe('watching a small picture', () => {
  it.each<[string, readonly Seen[], (readonly number[])[]]>([
    ['nothing at all', [], []],
    ['an empty road', empty(10), []],
    ['a car that comes and goes', [...empty(4), car(100), car(240), ...empty(6)], [[500, 1300]]],
    [
      'two cars far apart',
      [...empty(3), car(100), ...empty(8), car(240), ...empty(4)],
      [
        [300, 1100],
        [2100, 2900],
      ],
    ],
    ['one that is parked, once', [car(100), car(100), car(100), car(100)], [[-300, 300]]],
    ['a person', [...empty(4), person, ...empty(6)], [[500, 1300]]],
    ['a small movement of something unknown', [...empty(4), bird(100), bird(240), ...empty(4)], []],
    ['one that fills the picture', [...empty(4), wall(0), wall(0), wall(0)], [[500, 1100]]],
  ])('%s', async (_case, frames, expected) => {
    const { spans, moments } = await watch(frames);
    expect(spans).toEqual(expected);
    expect(moments.map(({ mediaMs }) => mediaMs)).toEqual(frames.map((_, i) => i * EVERY_MS));
  });

  it('looks for objects in every second picture of one that drives by, and in none that is still', async () => {
    const drive = Array.from({ length: 10 }, (_, i) => car(20 * i));
    expect((await watch(drive)).detections).toBe(5);
    expect((await watch(empty(10))).detections).toBe(1);
  });
});

describe('on the clock of another video', () => {
  const watched: Watched = {
    spans: [
      { startMs: -300, endMs: 300 },
      { startMs: 900, endMs: 1600 },
    ],
    moments: [0, 500, 1000, 1500].map((mediaMs) => ({ mediaMs, still: true })),
  };
  it.each<[number, number, number[][], number[]]>([
    [0, 0, [], []],
    [
      0,
      2000,
      [
        [0, 300],
        [900, 1600],
      ],
      [0, 500, 1000, 1500],
    ],
    [-700, 800, [[200, 800]], [300]],
    [
      400,
      1500,
      [
        [100, 700],
        [1300, 1500],
      ],
      [400, 900, 1400],
    ],
  ])('that begins %d ms earlier and lasts %d ms', (offsetMs, durationMs, spans, moments) => {
    const mapped = onClockOf(watched, { offsetMs, durationMs });
    expect(mapped.spans.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(spans);
    expect(mapped.moments.map(({ mediaMs }) => mediaMs)).toEqual(moments);
  });
});

describe('quiet frames', () => {
  const facts: SegmentFacts = {
    ...{ version: 1, widthPx: 640, heightPx: 360, durationMs: 2000, framesDecoded: 10 },
    frames: [600, 800].map((mediaMs) => {
      return { mediaMs, still: false, detections: [], loosePlates: [] };
    }),
  };

  it('leave facts of a segment that was looked at from end to end as they are', () => {
    const spans = [{ startMs: 0, endMs: 2000 }];
    const moments = [{ mediaMs: 100, still: true }];
    expect(withQuietFrames(facts, { spans, moments })).toBe(facts);
    expect(withQuietFrames(facts, { spans: [], moments: [] })).toBe(facts);
  });

  it('lie between those that were looked at, in order, and never in a span', () => {
    const moment = fc.record({ mediaMs: fc.integer({ min: 0, max: 1999 }), still: fc.boolean() });
    fc.assert(
      fc.property(fc.array(moment), (moments) => {
        const spans = [{ startMs: 500, endMs: 900 }];
        const times = withQuietFrames(facts, { spans, moments }).frames.map((f) => f.mediaMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times.filter((at) => at >= 500 && at <= 900)).toEqual([600, 800]);
        const outside = moments.filter(({ mediaMs }) => mediaMs < 500 || mediaMs > 900);
        expect(times).toHaveLength(2 + outside.length);
      }),
    );
  });
});
