import { areaPx, intersect, iou, type BoxXywhPx } from '../geometry/box.ts';
import { readWeight } from '../fusion/read-weight.ts';
import type { PlateRead } from '../plates/plate-reading.ts';
import { correctFilter, filterBox, predictFilter, restFilter, startFilter } from './box-filter.ts';
import { momentQuality, touchesBorder } from './moment-quality.ts';
import { platesConflict } from './affinity.ts';
import type { TrackerOptions } from './tracker-options.ts';
import type { Observation, ObservedFrame, TrackedObject } from './tracker-state.ts';

/** Share of the smaller box that two views of one thing at rest have in common, hidden parts or not. */
const REST_SHARE = 0.8;
const REST_MIN_OVERLAP = 0.25;
/** Less overlap than this with the place of rest and it is partly hidden. */
const WHOLE_VIEW_OVERLAP = 0.6;

export function startTrack(
  number: number,
  observation: Observation,
  frame: ObservedFrame,
): TrackedObject {
  const { atMs } = frame;
  const box = copyOf(observation.boxXywhPx);
  return {
    number,
    kind: observation.objectClass === null ? 'plate' : 'object',
    filter: startFilter(box, atMs),
    hits: 1,
    firstMs: atMs,
    lastMs: atMs,
    missedMs: 0,
    firstBoxXywhPx: box,
    lastBoxXywhPx: box,
    restBoxXywhPx: box,
    restSinceMs: atMs,
    classVotes: classVotes({}, observation),
    colourVotes: colourVotes({}, observation),
    zones: [...(observation.zones ?? [])],
    reads: observation.plate === undefined ? [] : [observation.plate],
    best: momentOf(observation, frame),
  };
}

/** The track after being seen again. A plate-only track that meets its vehicle follows that from now on. */
export function continueTrack(
  track: TrackedObject,
  observation: Observation,
  frame: ObservedFrame,
  options: TrackerOptions,
): TrackedObject {
  const { atMs } = frame;
  const box = copyOf(observation.boxXywhPx);
  const becomesObject = track.kind === 'plate' && observation.objectClass !== null;
  const onlyPlate = track.kind === 'object' && observation.objectClass === null;
  const seen = onlyPlate ? copyOf(filterBox(track.filter)) : box;
  const moved = becomesObject || !isSamePlace(track.restBoxXywhPx, seen);
  // What stands and is partly hidden is still where it stood, and as large.
  const partView =
    isParked(track, options) && !moved && iou(track.restBoxXywhPx, seen) < WHOLE_VIEW_OVERLAP;
  return {
    ...track,
    kind: becomesObject ? 'object' : track.kind,
    filter: becomesObject
      ? startFilter(box, atMs)
      : onlyPlate || partView
        ? track.filter
        : correctFilter(track.filter, box),
    hits: track.hits + 1,
    lastMs: atMs,
    missedMs: 0,
    firstBoxXywhPx: becomesObject && track.hits === 1 ? box : track.firstBoxXywhPx,
    lastBoxXywhPx: seen,
    restBoxXywhPx: moved ? seen : track.restBoxXywhPx,
    restSinceMs: moved ? atMs : track.restSinceMs,
    classVotes: classVotes(track.classVotes, observation),
    colourVotes: colourVotes(track.colourVotes, observation),
    zones: [...new Set([...(track.zones ?? []), ...(observation.zones ?? [])])],
    reads: withRead(track, observation.plate, options.maxReads),
    best: bestOf(track, observation, frame),
  };
}

/** What stands is expected to go on standing. */
export function predictTrack(
  track: TrackedObject,
  atMs: number,
  options: TrackerOptions,
): TrackedObject {
  const predict = isParked(track, options) ? restFilter : predictFilter;
  return { ...track, filter: predict(track.filter, atMs) };
}

/** Whether it had been at rest when it was last seen. */
export function isParked(track: TrackedObject, options: TrackerOptions): boolean {
  return track.kind === 'object' && track.lastMs - track.restSinceMs >= options.parkedAfterMs;
}

/** How long the track is looked for before it ends. */
export function patienceMs(
  track: TrackedObject,
  frame: Pick<ObservedFrame, 'widthPx' | 'heightPx'>,
  options: TrackerOptions,
): number {
  if (isParked(track, options)) return options.parkedOcclusionMs;
  if (track.hits === 1) return options.tentativeMs;
  return touchesBorder(track.lastBoxXywhPx, frame) ? options.exitMs : options.occlusionMs;
}

function isSamePlace(a: BoxXywhPx, b: BoxXywhPx): boolean {
  const share = areaPx(intersect(a, b)) / Math.max(1, Math.min(areaPx(a), areaPx(b)));
  return share >= REST_SHARE && iou(a, b) >= REST_MIN_OVERLAP;
}

/** A read of a certainly different plate is another vehicle's and is left out. */
function withRead(
  track: TrackedObject,
  plate: PlateRead | undefined,
  maxReads: number,
): PlateRead[] {
  if (plate === undefined || platesConflict(track, plate)) return track.reads;
  const reads = [...track.reads, plate];
  if (reads.length <= maxReads) return reads;
  const lightest = reads.reduce((a, b) => (readWeight(b) < readWeight(a) ? b : a));
  return reads.filter((read) => read !== lightest);
}

/** A moment with a stored picture is better than any without. */
function bestOf(
  track: TrackedObject,
  observation: Observation,
  frame: ObservedFrame,
): TrackedObject['best'] {
  const moment = momentOf(observation, frame);
  const better =
    (moment.crop === null) === (track.best.crop === null)
      ? moment.quality > track.best.quality
      : moment.crop !== null;
  return better ? moment : track.best;
}

function momentOf(observation: Observation, frame: ObservedFrame): TrackedObject['best'] {
  return {
    atMs: frame.atMs,
    quality: momentQuality(observation, frame),
    crop: observation.crop ?? null,
    ...(frame.segment === undefined ? {} : { segment: frame.segment }),
  };
}

function classVotes(votes: Record<string, number>, { objectClass, score }: Observation) {
  return objectClass === null
    ? votes
    : { ...votes, [objectClass]: (votes[objectClass] ?? 0) + score };
}

/** Larger pictures of the vehicle show its colour better, but only so much. */
function colourVotes(votes: Record<string, number>, { colour, boxXywhPx }: Observation) {
  if (colour === undefined) return votes;
  const weight = colour.confidence * Math.min(1, Math.sqrt(areaPx(boxXywhPx)) / 150);
  return { ...votes, [colour.colour]: (votes[colour.colour] ?? 0) + weight };
}

function copyOf([x, y, width, height]: BoxXywhPx): [number, number, number, number] {
  return [x, y, width, height];
}
