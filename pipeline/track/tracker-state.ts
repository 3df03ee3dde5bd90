import { Type, type Static } from 'typebox';
import type { ObjectClass } from '../objects/detection.ts';
import { CLOCK_SOURCES } from '../time/clock-source.ts';
import { PlateRead } from '../plates/plate-reading.ts';
import { BoxFilter } from './box-filter.ts';

const BoxXywhPx = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);

/** Where the stored picture of an object is. */
export const CropReference = Type.Object({
  segmentId: Type.String(),
  cropId: Type.String(),
});
export type CropReference = Static<typeof CropReference>;

/** The piece of video that a frame is from. */
export const SegmentReference = Type.Object({
  id: Type.String(),
  startMs: Type.Number(),
  clockSource: Type.Enum([...CLOCK_SOURCES]),
});
export type SegmentReference = Static<typeof SegmentReference>;

/** What was told last of a track that was still in view. */
export const ToldTrack = Type.Object({
  lastMs: Type.Number(),
  bestMs: Type.Number(),
  /** Null: its reads left no plate any more. */
  plate: Type.Union([Type.Object({ text: Type.String(), confidence: Type.Number() }), Type.Null()]),
});
export type ToldTrack = Static<typeof ToldTrack>;

/** One object being followed in one camera's view. Times are absolute, boxes in full-frame pixels. */
export const TrackedObject = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  /** `plate`: known by its plate alone so far, and the filter follows the plate. */
  kind: Type.Union([Type.Literal('object'), Type.Literal('plate')]),
  filter: BoxFilter,
  /** Frames in which it was seen; still frames don't count. */
  hits: Type.Integer({ minimum: 1 }),
  firstMs: Type.Number(),
  lastMs: Type.Number(),
  /** How long it has been looked for in vain; 0 while it is in view. */
  missedMs: Type.Number(),
  firstBoxXywhPx: BoxXywhPx,
  lastBoxXywhPx: BoxXywhPx,
  /** Where it was when it last moved, and since when it has been there. */
  restBoxXywhPx: BoxXywhPx,
  restSinceMs: Type.Number(),
  /** Sum of scores by class and of confidences by colour. */
  classVotes: Type.Record(Type.String(), Type.Number()),
  colourVotes: Type.Record(Type.String(), Type.Number()),
  /** Names of the camera's zones that it stood in; left out in states from before there were zones. */
  zones: Type.Optional(Type.Array(Type.String())),
  /** The weightiest reads of its plate, in the order they were made. */
  reads: Type.Array(PlateRead),
  best: Type.Object({
    atMs: Type.Number(),
    quality: Type.Number(),
    crop: Type.Union([CropReference, Type.Null()]),
    /** Left out where frames are told without their segment. */
    segment: Type.Optional(SegmentReference),
  }),
  /** Left out until something was told of it. */
  told: Type.Optional(ToldTrack),
});
export type TrackedObject = Static<typeof TrackedObject>;

/** All that tracking a camera needs to go on where it stopped. Plain JSON: it is stored sealed. */
export const TrackerState = Type.Object({
  version: Type.Literal(1),
  nextNumber: Type.Integer({ minimum: 1 }),
  /** Time of the last frame, or of the end of the last segment; null before the first. */
  atMs: Type.Union([Type.Number(), Type.Null()]),
  tracks: Type.Array(TrackedObject),
});
export type TrackerState = Static<typeof TrackerState>;

export const EMPTY_TRACKER_STATE: TrackerState = {
  version: 1,
  nextNumber: 1,
  atMs: null,
  tracks: [],
};

/** What one frame says of one object: a detection, or a plate with no vehicle around it (class null). */
export interface Observation {
  readonly objectClass: ObjectClass | null;
  readonly boxXywhPx: readonly [number, number, number, number];
  readonly score: number;
  readonly colour?: { readonly colour: string; readonly confidence: number };
  readonly plate?: PlateRead;
  readonly crop?: CropReference;
  /** Names of the zones that it stands in. */
  readonly zones?: readonly string[];
}

export interface ObservedFrame {
  readonly atMs: number;
  /** Nothing moved since the frame before and nothing was looked for: what is there stays there. */
  readonly still: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly observations: readonly Observation[];
  readonly segment?: SegmentReference;
}
