import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import type { BoxXywhPx } from '../geometry/box.ts';
import { syntheticRead } from '../fusion/synthetic-read.ts';
import { stepTracker } from './step-tracker.ts';
import { isEstablished, toTrack } from './track.ts';
import {
  EMPTY_TRACKER_STATE,
  TrackerState,
  type Observation,
  type TrackedObject,
} from './tracker-state.ts';

const car = (box: BoxXywhPx, given: Partial<Observation> = {}): Observation => ({
  objectClass: 'car',
  boxXywhPx: box,
  score: 0.8,
  ...given,
});
const still = Symbol('still');
type Moment = readonly [atMs: number, seen: readonly Observation[] | typeof still];

/** Runs the moments and then a long empty time; gives what was established, and the numbers given. */
function follow(moments: readonly Moment[]) {
  let state: TrackerState = EMPTY_TRACKER_STATE;
  const finished: TrackedObject[] = [];
  const numbers: (number | null)[][] = [];
  const last = moments.at(-1)?.[0] ?? 0;
  for (const [atMs, seen] of [...moments, [last + 60_000, []] as Moment]) {
    const step = stepTracker(state, {
      atMs,
      still: seen === still,
      widthPx: 1920,
      heightPx: 1080,
      observations: seen === still ? [] : seen,
    });
    state = step.state;
    finished.push(...step.finished);
    numbers.push([...step.numbers]);
  }
  expect(state.tracks).toEqual([]);
  return { tracks: finished.filter(isEstablished).map(toTrack), numbers };
}

const every = (count: number, stepMs: number, seen: (i: number) => readonly Observation[]) =>
  Array.from({ length: count }, (_, i): Moment => [i * stepMs, seen(i)]);

describe('stepTracker', () => {
  it('makes nothing of nothing, and no track of a single sighting', () => {
    expect(follow([]).tracks).toEqual([]);
    expect(follow([[0, [car([0, 0, 50, 50])]]]).tracks).toEqual([]);
  });

  it.each([
    ['a slow car', 10, 200],
    ['a car that clears its own length between frames', 170, 200],
    ['a car that clears more than its length', 230, 200],
  ])('follows %s as one', (_name, stepPx, stepMs) => {
    const { tracks } = follow(every(8, stepMs, (i) => [car([50 + i * stepPx, 400, 180, 120])]));
    expect(tracks).toHaveLength(1);
    expect(tracks[0]).toMatchObject({ number: 1, objectClass: 'car', hits: 8, firstMs: 0 });
    expect(tracks[0]!.lastMs).toBe(7 * stepMs);
  });

  it('follows a car through irregular frame times', () => {
    const times = [0, 40, 400, 480, 900, 940, 1500];
    const { tracks } = follow(times.map((t) => [t, [car([100 + t * 0.8, 300, 150, 100])]]));
    expect(tracks).toHaveLength(1);
    expect(tracks[0]!.directionDeg).toBeCloseTo(90, 0);
  });

  it('keeps two cars apart that pass one another', () => {
    const { numbers, tracks } = follow(
      every(12, 200, (i) => [
        car([100 + i * 100, 400, 160, 100]),
        car([1300 - i * 100, 470, 160, 100]),
      ]),
    );
    expect(tracks).toHaveLength(2);
    for (const pair of numbers.slice(0, -1)) expect(pair).toEqual([1, 2]);
    expect(tracks.map((t) => Math.round(t.directionDeg!))).toEqual([90, 270]);
  });

  it('survives a second behind a bus, and keeps the number', () => {
    const seen = (i: number) => (i >= 5 && i < 10 ? [] : [car([100 + i * 60, 400, 150, 100])]);
    const { tracks } = follow(every(16, 200, seen));
    expect(tracks).toHaveLength(1);
    expect(tracks[0]!.hits).toBe(11);
  });

  it('ends a car that went, and starts another for the next one', () => {
    const seen = (i: number) =>
      i < 6
        ? [car([900 + i * 150, 400, 150, 100])]
        : i < 16
          ? []
          : [car([(i - 16) * 150, 400, 150, 100])];
    const { tracks } = follow(every(22, 200, seen));
    expect(tracks.map((t) => [t.firstMs, t.lastMs])).toEqual([
      [0, 1000],
      [3200, 4200],
    ]);
  });

  it('keeps a track going on weak detections, but starts none with them', () => {
    const weak = every(8, 200, (i) => [
      car([100 + i * 20, 400, 150, 100], { score: i < 2 ? 0.8 : 0.25 }),
    ]);
    expect(follow(weak).tracks[0]!.hits).toBe(8);
    const only = every(8, 200, (i) => [car([100 + i * 20, 400, 150, 100], { score: 0.25 })]);
    expect(follow(only).tracks).toEqual([]);
  });

  it('takes what stands and is never surely seen for a wall, and what moves for a vehicle', () => {
    const wall = every(12, 200, () => [
      car([100, 100, 300, 200], { score: 0.33, objectClass: 'bus' }),
    ]);
    expect(follow(wall).tracks).toEqual([]);
    const moving = every(12, 200, (i) => [
      car([100 + i * 50, 100, 300, 200], { score: 0.33, objectClass: 'bus' }),
    ]);
    expect(follow(moving).tracks).toMatchObject([{ objectClass: 'bus', hits: 12 }]);
  });

  it('keeps a parked car through an hour of still frames', () => {
    const parked = car([500, 500, 200, 140]);
    const hour = Array.from({ length: 360 }, (_, i): Moment => [600 + i * 10_000, still]);
    const { tracks } = follow([
      ...every(3, 200, () => [parked]),
      ...hour,
      [600 + 3_600_000, [parked]],
    ]);
    expect(tracks).toHaveLength(1);
    expect(tracks[0]).toMatchObject({ firstMs: 0, lastMs: 3_600_600, directionDeg: null });
  });

  it('knows a parked car again after a truck hid it bit by bit', () => {
    const widths = [340, 340, 340, 340, 340, 340, 340, 220, 130, 0, 0, 0, 0, 120, 340, 340, 340];
    const { tracks } = follow(
      every(widths.length, 200, (i) => [
        ...(widths[i] === 0 ? [] : [car([300, 400, widths[i]!, 270])]),
        ...(i < 6 ? [] : [car([1000 - i * 75, 200, 600, 600], { objectClass: 'truck' })]),
      ]),
    );
    const parked = tracks.filter((t) => t.objectClass === 'car');
    expect(parked).toMatchObject([{ number: 1, hits: 13, lastMs: 3200, directionDeg: null }]);
  });

  it('makes no track of a bonnet inside its own car', () => {
    const { tracks } = follow(
      every(8, 200, (i) => [
        car([300 + i * 40, 400, 300, 220], { score: 0.7 }),
        car([330 + i * 40, 480, 220, 100], { score: 0.4 }),
      ]),
    );
    expect(tracks).toHaveLength(1);
  });

  it('does not give the track of a car that drove out of the picture to the next one behind', () => {
    const { tracks } = follow(
      every(16, 200, (i) => [
        ...(i < 6 ? [car([1400 + i * 75, 700, 220, 160])] : []),
        ...(i >= 11 ? [car([1200 + (i - 11) * 75, 690, 220, 160])] : []),
      ]),
    );
    expect(tracks.map((t) => t.number)).toEqual([1, 2]);
  });

  it('does not let still frames keep what had already left', () => {
    const gone = every(5, 200, (i) => (i < 4 ? [car([1500 + i * 120, 500, 200, 140])] : []));
    const { tracks } = follow([
      ...gone,
      ...Array.from({ length: 40 }, (_, i): Moment => [1000 + i * 200, still]),
    ]);
    expect(tracks).toHaveLength(1);
    expect(tracks[0]!.lastMs).toBe(600);
  });

  it('does not hand a parked car’s track or plate to the car that passes it', () => {
    const parkedBox: BoxXywhPx = [800, 400, 220, 160];
    const parkedPlate = syntheticRead('AB12CD', { boxXywhPx: [870, 520, 80, 20] });
    const passingAt = (i: number): BoxXywhPx => [100 + i * 110, 470, 260, 190];
    const hidden = (i: number) => i >= 6 && i <= 8;
    const { tracks } = follow(
      every(16, 200, (i) => [
        ...(hidden(i) ? [] : [car(parkedBox, i < 4 ? { plate: parkedPlate } : {})]),
        ...(i < 2
          ? []
          : [car(passingAt(i - 2), i % 3 === 0 ? { plate: syntheticRead('XK97ZW') } : {})]),
      ]),
    );
    expect(tracks.map((t) => [t.number, t.plate?.text, t.directionDeg === null])).toEqual([
      [1, 'AB12CD', true],
      [2, 'XK97ZW', false],
    ]);
  });

  it('leaves out another vehicle’s plate that was read inside a parked car’s box', () => {
    const parkedBox: BoxXywhPx = [800, 400, 220, 160];
    const { tracks } = follow(
      every(14, 200, (i) => [
        car(parkedBox, {
          plate: syntheticRead(i < 3 ? 'AB12CD' : 'XK97ZW', { heightPx: i < 3 ? 14 : 30 }),
        }),
      ]),
    );
    expect(tracks.map((t) => t.plate?.text)).toEqual(['AB12CD']);
    expect(tracks[0]!.plate!.alternatives.map((a) => a.text)).not.toContain('XK97ZW');
  });

  it('starts a track from a plate alone and gives it the vehicle when that appears', () => {
    const plateAt = (i: number) =>
      syntheticRead('AB12CD', { boxXywhPx: [400 + i * 90, 600, 120, 30], heightPx: 30 });
    const loose = (i: number): Observation => ({
      objectClass: null,
      boxXywhPx: plateAt(i).boxXywhPx,
      score: 0.9,
      plate: plateAt(i),
    });
    const alone = follow(every(4, 200, (i) => [loose(i)]));
    expect(alone.tracks).toMatchObject([
      { objectClass: 'unknown', plate: { text: 'AB12CD' }, hits: 4 },
    ]);
    const met = follow(
      every(6, 200, (i) =>
        i < 3 ? [loose(i)] : [car([250 + i * 90, 350, 420, 330], { plate: plateAt(i) })],
      ),
    );
    expect(met.tracks).toMatchObject([{ objectClass: 'car', plate: { text: 'AB12CD' }, hits: 6 }]);
  });

  it('lets a loose plate keep a vehicle alive that the detector lost', () => {
    const at = (i: number): BoxXywhPx => [300 + i * 30, 400, 300, 200];
    const plate = (i: number): Observation => {
      const box: [number, number, number, number] = [410 + i * 30, 550, 80, 20];
      return {
        objectClass: null,
        boxXywhPx: box,
        score: 0.9,
        plate: syntheticRead('AB12CD', { boxXywhPx: box }),
      };
    };
    const { tracks } = follow(every(20, 200, (i) => (i < 5 || i > 16 ? [car(at(i))] : [plate(i)])));
    expect(tracks).toHaveLength(1);
  });

  it('does not take a person for a car', () => {
    const { tracks } = follow(
      every(8, 200, (i) =>
        i < 4 ? [car([300, 400, 80, 160])] : [car([300, 400, 80, 160], { objectClass: 'person' })],
      ),
    );
    expect(tracks.map((t) => t.objectClass)).toEqual(['car', 'person']);
  });

  it('votes on class and colour', () => {
    const seen = every(6, 200, (i) => [
      car([300 + 9 * i, 400, 200, 160], {
        objectClass: i === 2 ? 'truck' : 'car',
        colour: { colour: i === 3 ? 'white' : 'red', confidence: 0.7 },
      }),
    ]);
    expect(follow(seen).tracks).toMatchObject([{ objectClass: 'car', colour: 'red' }]);
  });

  it('prefers the moment that shows the object large and whole, among those with a picture', () => {
    const crop = (cropId: string) => ({ crop: { segmentId: 's', cropId } });
    const { tracks } = follow([
      [0, [car([700, 300, 100, 70], crop('small'))]],
      [200, [car([690, 320, 150, 100], crop('near'))]],
      [400, [car([680, 350, 200, 140])]],
      [600, [car([660, 900, 260, 180], crop('cut'))]],
    ]);
    expect(tracks[0]!.bestCrop?.cropId).toBe('near');
    expect(tracks[0]!.bestMs).toBe(200);
  });

  it('goes on from saved state as if it had never stopped', () => {
    const moments = every(20, 200, (i) => [
      car([100 + i * 60, 400, 150, 100], i % 4 === 0 ? { plate: syntheticRead('AB12CD') } : {}),
      ...(i > 5 && i < 15 ? [car([1500 - i * 70, 520, 170, 120])] : []),
    ]);
    const run = (saved: boolean) => {
      let state: TrackerState = EMPTY_TRACKER_STATE;
      for (const [atMs, seen] of moments) {
        const observations = seen === still ? [] : seen;
        state = stepTracker(state, {
          atMs,
          still: false,
          widthPx: 1920,
          heightPx: 1080,
          observations,
        }).state;
        if (!saved) continue;
        const restored: unknown = JSON.parse(JSON.stringify(state));
        if (!Value.Check(TrackerState, restored)) throw new Error('state does not fit its schema');
        state = restored;
      }
      return state;
    };
    expect(run(true)).toEqual(run(false));
  });
});
