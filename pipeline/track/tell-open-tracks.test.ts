import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { syntheticRead } from '../fusion/synthetic-read.ts';
import { stepTracker } from './step-tracker.ts';
import { RETELL_AFTER_MS, tellOpenTracks } from './tell-open-tracks.ts';
import { isEstablished } from './track.ts';
import { EMPTY_TRACKER_STATE, TrackerState, type Observation } from './tracker-state.ts';

const SIZE = { widthPx: 1280, heightPx: 720 };
const FRAME_MS = 200;

const car = (given: Partial<Observation> = {}): Observation => ({
  objectClass: 'car',
  boxXywhPx: [500, 300, 140, 100],
  score: 0.7,
  ...given,
});
const read = (text: string, confidence = 0.9): Partial<Observation> => ({
  plate: syntheticRead(text, { confidence }),
});

/** The state after each of the frames, told or not. */
function watch(
  frames: readonly (readonly Observation[])[],
  state: TrackerState = EMPTY_TRACKER_STATE,
  fromMs = 0,
): TrackerState {
  return frames.reduce<TrackerState>(
    (now, observations, i) =>
      stepTracker(now, { atMs: fromMs + i * FRAME_MS, still: false, ...SIZE, observations }).state,
    state,
  );
}
const repeat = (observation: Observation, count: number): Observation[][] =>
  Array.from({ length: count }, () => [observation]);

describe('tellOpenTracks', () => {
  it('tells nothing of no tracks, and nothing of those without a plate', () => {
    expect(tellOpenTracks(EMPTY_TRACKER_STATE)).toEqual({ state: EMPTY_TRACKER_STATE, open: [] });
    const unread = watch(repeat(car(), 10));
    expect(tellOpenTracks(unread)).toEqual({ state: unread, open: [] });
  });

  it('tells nothing of what was seen once, or read too unsurely', () => {
    expect(tellOpenTracks(watch([[car(read('AB12CD'))]])).open).toEqual([]);
    const unsure = watch(repeat(car(read('AB12CD', 0.06)), 2));
    expect(tellOpenTracks(unsure).open).toEqual([]);
  });

  it('tells a track as soon as it has a plate, and the note outlives being saved', () => {
    const seen = watch([[car()], [car(read('AB12CD'))], [car(read('AB12CD'))]]);
    const { state, open } = tellOpenTracks(seen);
    expect(open).toMatchObject([
      { isPlateNew: true, track: { number: 1, plate: { text: 'AB12CD' }, lastMs: 400 } },
    ]);
    const saved: unknown = JSON.parse(JSON.stringify(state));
    expect(Value.Check(TrackerState, saved)).toBe(true);
    expect(tellOpenTracks(saved as TrackerState).open).toEqual([]);
  });

  it('says nothing more of a parked car than once a minute that it is still there', () => {
    const parked = car(read('AB12CD'));
    let { state } = tellOpenTracks(watch(repeat(parked, 24)));
    const told: number[] = [];
    for (let second = 5; second < 305; second++) {
      state = watch(repeat(car(), 5), state, second * 1000);
      const { state: next, open } = tellOpenTracks(state);
      state = next;
      expect(open.every(({ isPlateNew }) => !isPlateNew)).toBe(true);
      told.push(...open.map(({ track }) => track.lastMs));
    }
    expect(told).toHaveLength(5);
    for (const [i, atMs] of told.slice(1).entries()) {
      expect(atMs - told[i]!).toBeGreaterThanOrEqual(RETELL_AFTER_MS);
    }
  });

  it.each<[string, Observation, string | null]>([
    ['another plate is read', car(read('AB12CE', 0.97)), 'AB12CE'],
    [
      'it is seen better',
      car({ ...read('AB12CD', 0.5), crop: { segmentId: 's', cropId: 'near' } }),
      'AB12CD',
    ],
  ])('tells a track anew when %s', (_case, observation, text) => {
    const { state } = tellOpenTracks(watch(repeat(car(read('AB12CD', 0.5)), 2)));
    const later = watch(repeat(observation, 8), state, 400);
    expect(tellOpenTracks(later).open).toMatchObject([
      { isPlateNew: true, track: { number: 1, plate: { text } } },
    ]);
  });

  it('goes on telling a track whose plate became too doubtful, once without a plate', () => {
    const { state } = tellOpenTracks(watch(repeat(car(read('AB12CD')), 3)));
    const doubtful: TrackerState = {
      ...state,
      tracks: state.tracks.map((track) => ({
        ...track,
        reads: [syntheticRead('AB12CD', { confidence: 0.05 })],
      })),
    };
    const told = tellOpenTracks(doubtful);
    expect(told.open).toMatchObject([{ isPlateNew: true, track: { number: 1, plate: null } }]);
    expect(tellOpenTracks(told.state).open).toEqual([]);
  });

  it('tells only of tracks that count in the end, each in order of its number', () => {
    const observation = fc.record({
      x: fc.nat(900),
      text: fc.option(fc.constantFrom('AB12CD', 'XY99ZZ'), { nil: undefined }),
      confidence: fc.double({ min: 0.05, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(observation, { maxLength: 3 }), { maxLength: 12 }), (steps) => {
        let state: TrackerState = EMPTY_TRACKER_STATE;
        const told = new Set<number>();
        for (const [i, step] of steps.entries()) {
          const observations = step.map(({ x, text, confidence }) =>
            car({
              boxXywhPx: [x, 300, 140, 100],
              ...(text === undefined ? {} : read(text, confidence)),
            }),
          );
          const stepped = stepTracker(state, {
            atMs: i * 300,
            still: false,
            ...SIZE,
            observations,
          });
          for (const object of stepped.finished) {
            if (told.delete(object.number)) expect(isEstablished(object)).toBe(true);
          }
          const { state: next, open } = tellOpenTracks(stepped.state);
          state = next;
          const numbers = open.map(({ track }) => track.number);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          for (const number of numbers) told.add(number);
        }
        for (const object of state.tracks) {
          if (told.delete(object.number)) expect(isEstablished(object)).toBe(true);
        }
        // What was told is in view still, or ended as a track that counts.
        expect(told.size).toBe(0);
      }),
    );
  });
});
