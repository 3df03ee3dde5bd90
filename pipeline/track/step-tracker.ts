import { centreOf, grow, type BoxXywhPx } from '../geometry/box.ts';
import { associationCost, platesConflict, readsAgree } from './affinity.ts';
import { associate } from './associate.ts';
import { filterBox, restFilter, surprise } from './box-filter.ts';
import { isPartOfAnother } from './part-of-another.ts';
import { continueTrack, isParked, patienceMs, predictTrack, startTrack } from './tracked-object.ts';
import { TRACKER_DEFAULTS, type TrackerOptions } from './tracker-options.ts';
import type { Observation, ObservedFrame, TrackedObject, TrackerState } from './tracker-state.ts';

export interface TrackerStep {
  readonly state: TrackerState;
  /** Tracks that ended, oldest first. */
  readonly finished: readonly TrackedObject[];
  /** The track number of each observation, in order; null: taken for noise. */
  readonly numbers: readonly (number | null)[];
}

/** 99.9% of χ² with two degrees of freedom: plates are small, and jump by many of their heights. */
const PLATE_SURPRISE_GATE = 13.8;

/**
 * Follows objects from one frame to the next, in the manner of ByteTrack (Zhang et al. 2022): sure
 * detections are paired with predicted tracks first, weak ones then keep what is left going, and only
 * sure ones start tracks. Plates with no vehicle around them come last: they keep a vehicle's track
 * alive, continue a track known by its plate alone, or start one. Frames come in order of time, at any
 * distance. Deterministic: numbers follow the order of the observations.
 */
export function stepTracker(
  state: TrackerState,
  frame: ObservedFrame,
  given: Partial<TrackerOptions> = {},
): TrackerStep {
  const options = { ...TRACKER_DEFAULTS, ...given };
  const step = new Step(state, frame, options);
  if (frame.still) step.rest();
  else step.match();
  return step.end();
}

class Step {
  readonly #frame: ObservedFrame;
  readonly #options: TrackerOptions;
  readonly #elapsedMs: number;
  /** Predicted to the frame, by position in the state; replaced when matched. */
  readonly #tracks: TrackedObject[];
  readonly #matched: Set<number>;
  readonly #numbers: (number | null)[];
  #nextNumber: number;

  constructor(state: TrackerState, frame: ObservedFrame, options: TrackerOptions) {
    this.#frame = frame;
    this.#options = options;
    this.#elapsedMs = state.atMs === null ? 0 : Math.max(0, frame.atMs - state.atMs);
    this.#tracks = [...state.tracks];
    this.#matched = new Set();
    this.#numbers = new Array<number | null>(frame.observations.length).fill(null);
    this.#nextNumber = state.nextNumber;
  }

  /** Nothing moved: what was in view still is, where it was; what was hidden may not have gone. */
  rest(): void {
    const { atMs } = this.#frame;
    this.#tracks.forEach((track, i) => {
      const present = track.missedMs === 0;
      if (!present && !isParked(track, this.#options)) return;
      this.#matched.add(i);
      const filter = restFilter(track.filter, atMs);
      this.#tracks[i] = present ? { ...track, filter, lastMs: atMs } : { ...track, filter };
    });
  }

  match(): void {
    const { observations, atMs } = this.#frame;
    const { highScore, startScore } = this.#options;
    this.#tracks.forEach(
      (track, i) => (this.#tracks[i] = predictTrack(track, atMs, this.#options)),
    );
    const objects = indicesOf(observations, (o) => o.objectClass !== null);
    const sure = objects.filter((i) => observations[i]!.score >= highScore);
    const weak = objects.filter((i) => observations[i]!.score < highScore);
    const loose = indicesOf(observations, (o) => o.objectClass === null);

    const byBox = (track: TrackedObject, observation: Observation) =>
      associationCost(track, observation, isParked(track, this.#options));
    this.#pair((track) => track.kind === 'object', sure, byBox);
    this.#pair((track) => track.kind === 'plate', sure, vehicleOfPlateCost);
    this.#pair((track) => track.kind === 'object', weak, byBox);
    this.#pair((track) => track.kind === 'object', loose, plateOfVehicleCost);
    this.#pair((track) => track.kind === 'plate', loose, plateToPlateCost);
    for (const i of [...sure, ...loose].sort((a, b) => a - b)) {
      const observation = observations[i]!;
      const starts =
        observation.objectClass === null ||
        (observation.score >= startScore && !isPartOfAnother(observation, observations));
      if (this.#numbers[i] === null && starts) this.#start(i, observation);
    }
  }

  end(): TrackerStep {
    const tracks = this.#tracks.map((track, i) =>
      this.#matched.has(i) ? track : { ...track, missedMs: track.missedMs + this.#elapsedMs },
    );
    const isOver = (track: TrackedObject) =>
      track.missedMs > patienceMs(track, this.#frame, this.#options);
    return {
      state: {
        version: 1,
        nextNumber: this.#nextNumber,
        atMs: this.#frame.atMs,
        tracks: tracks.filter((track) => !isOver(track)),
      },
      finished: tracks.filter(isOver),
      numbers: this.#numbers,
    };
  }

  /** Pairs the free tracks of a kind with the free observations among those given. */
  #pair(
    ofKind: (track: TrackedObject) => boolean,
    candidates: readonly number[],
    costOf: (track: TrackedObject, observation: Observation) => number,
  ): void {
    const rows = indicesOf(this.#tracks, ofKind).filter((row) => !this.#matched.has(row));
    const columns = candidates.filter((i) => this.#numbers[i] === null);
    const { observations } = this.#frame;
    const { columnOfRow } = associate(rows.length, columns.length, (row, column) =>
      costOf(this.#tracks[rows[row]!]!, observations[columns[column]!]!),
    );
    columnOfRow.forEach((column, i) => {
      if (column < 0) return;
      const row = rows[i]!;
      const track = this.#tracks[row]!;
      const observation = observations[columns[column]!]!;
      this.#tracks[row] = continueTrack(track, observation, this.#frame, this.#options);
      this.#matched.add(row);
      this.#numbers[columns[column]!] = track.number;
    });
  }

  #start(i: number, observation: Observation): void {
    const number = this.#nextNumber++;
    this.#numbers[i] = number;
    this.#matched.add(this.#tracks.length);
    this.#tracks.push(startTrack(number, observation, this.#frame));
  }
}

/** A vehicle that appears around a plate which was followed alone. */
function vehicleOfPlateCost(track: TrackedObject, observation: Observation): number {
  if (observation.objectClass === 'person') return Infinity;
  const { plate } = observation;
  if (plate !== undefined) return readsAgree(track, plate) ? 0.1 : Infinity;
  return contains(observation.boxXywhPx, filterBox(track.filter)) ? 0.6 : Infinity;
}

/** A plate seen where a vehicle should be, when the vehicle itself wasn't found. */
function plateOfVehicleCost(track: TrackedObject, observation: Observation): number {
  const { plate, boxXywhPx } = observation;
  if (plate === undefined || platesConflict(track, plate)) return Infinity;
  if (!contains(filterBox(track.filter), boxXywhPx)) return Infinity;
  return track.reads.length > 0 && readsAgree(track, plate) ? 0.1 : 0.5;
}

function plateToPlateCost(track: TrackedObject, observation: Observation): number {
  const { plate, boxXywhPx } = observation;
  const unexpected = surprise(track.filter, boxXywhPx);
  if (plate !== undefined && readsAgree(track, plate)) return Math.min(0.5, unexpected / 100);
  return unexpected < PLATE_SURPRISE_GATE && (plate === undefined || !platesConflict(track, plate))
    ? 0.6
    : Infinity;
}

function contains(outer: BoxXywhPx, inner: BoxXywhPx): boolean {
  const [x, y] = centreOf(inner);
  const [left, top, width, height] = grow(outer, 0.05);
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

function indicesOf<T>(items: readonly T[], fits: (item: T) => boolean): number[] {
  return items.flatMap((item, i) => (fits(item) ? [i] : []));
}
