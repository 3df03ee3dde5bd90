import { Type, type Static } from 'typebox';
import { OBJECT_CLASSES } from '../objects/detection.ts';
import { fusePlates } from '../fusion/fuse-plates.ts';
import { PlateText, type PlateRead } from '../plates/plate-reading.ts';
import { Colour, COLOURS } from '../segment/segment-facts.ts';
import { likeliestClass } from './affinity.ts';
import { directionDeg } from './direction.ts';
import { CropReference, SegmentReference, type TrackedObject } from './tracker-state.ts';

/** One object in one camera's view over time: the whole of it when it is over, else so far. Times are absolute, in milliseconds. */
export const Track = Type.Object({
  /** Counts up from 1 for each camera's run of footage; the same footage gives the same numbers. */
  number: Type.Integer({ minimum: 1 }),
  /** `unknown`: only its plate was seen. */
  objectClass: Type.Enum([...OBJECT_CLASSES, 'unknown']),
  colour: Colour,
  /** 0…1; 0 when the colour was never looked at. */
  colourConfidence: Type.Number({ minimum: 0, maximum: 1 }),
  /** In the image: 0 up, 90 right, clockwise; null when it went nowhere. */
  directionDeg: Type.Union([Type.Number(), Type.Null()]),
  /** Names of the camera's zones that it stood in at some time, in order of the alphabet. */
  zones: Type.Array(Type.String()),
  firstMs: Type.Number(),
  lastMs: Type.Number(),
  /** When it was seen best. */
  bestMs: Type.Number(),
  bestCrop: Type.Union([CropReference, Type.Null()]),
  /** Null where frames were told without their segment. */
  bestSegment: Type.Union([SegmentReference, Type.Null()]),
  /** Frames in which it was seen. */
  hits: Type.Integer({ minimum: 1 }),
  plate: Type.Union([PlateText, Type.Null()]),
});
export type Track = Static<typeof Track>;

/** Frames in which something must have been seen to count; a plate that was read counts for one. */
const MIN_HITS = 3;
/** Mean score that something needs which stayed where it was: walls look like buses, all day. */
const MIN_STANDING_SCORE = 0.4;
/** What a single read needs to be given, the reads of a track need together. */
const MIN_PLATE_CONFIDENCE = 0.2;
/** A colour needs this share of the votes. */
const MIN_COLOUR_SHARE = 0.4;

/** Whether it was seen often and surely enough not to be a detector's whim. */
export function isEstablished(object: TrackedObject): boolean {
  if (object.reads.length > 0) return object.hits + 1 >= MIN_HITS;
  if (object.hits < MIN_HITS) return false;
  const went = directionDeg(object.firstBoxXywhPx, object.lastBoxXywhPx) !== null;
  const scores = Object.values(object.classVotes).reduce((sum, v) => sum + v, 0);
  return went || scores / object.hits >= MIN_STANDING_SCORE;
}

/** What is told of a track. */
export function toTrack(object: TrackedObject): Track {
  return {
    number: object.number,
    objectClass: likeliestClass(object) ?? 'unknown',
    ...colourOf(object),
    directionDeg: directionDeg(object.firstBoxXywhPx, object.lastBoxXywhPx),
    zones: (object.zones ?? []).toSorted(),
    firstMs: object.firstMs,
    lastMs: object.lastMs,
    bestMs: object.best.atMs,
    bestCrop: object.best.crop,
    bestSegment: object.best.segment ?? null,
    hits: object.hits,
    plate: plateOf(object.reads),
  };
}

/** The plate that the reads make sure together; null where they leave it too doubtful. */
export function plateOf(reads: readonly PlateRead[]): PlateText | null {
  const plate = fusePlates(reads);
  return plate !== null && plate.confidence >= MIN_PLATE_CONFIDENCE ? plate : null;
}

function colourOf({ colourVotes }: TrackedObject): Pick<Track, 'colour' | 'colourConfidence'> {
  const total = Object.values(colourVotes).reduce((sum, v) => sum + v, 0);
  const best = [...COLOURS].reduce((a, b) =>
    (colourVotes[b] ?? 0) > (colourVotes[a] ?? 0) ? b : a,
  );
  const share = total > 0 ? (colourVotes[best] ?? 0) / total : 0;
  if (best === 'unknown' || share < MIN_COLOUR_SHARE) {
    return { colour: 'unknown', colourConfidence: share };
  }
  return { colour: best, colourConfidence: share };
}
