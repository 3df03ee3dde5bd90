import { Type, type Static } from 'typebox';
import { OBJECT_CLASSES } from '../objects/detection.ts';
import { PlateRead } from '../plates/plate-reading.ts';

const BoxXywhPx = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);

export const COLOURS = [
  'white',
  'silver',
  'grey',
  'black',
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'brown',
  'unknown',
] as const;
export const Colour = Type.Enum([...COLOURS]);
export type Colour = (typeof COLOURS)[number];

/** One object in one frame, in pixels of the full frame. */
export const DetectionFact = Type.Object({
  objectClass: Type.Enum([...OBJECT_CLASSES]),
  boxXywhPx: BoxXywhPx,
  score: Type.Number(),
  /** Vehicles only, where it was looked at. */
  colour: Type.Optional(Type.Object({ colour: Colour, confidence: Type.Number() })),
  plate: Type.Optional(PlateRead),
  /** Key of the stored picture of this object in this frame, people hidden. */
  cropId: Type.Optional(Type.String()),
});
export type DetectionFact = Static<typeof DetectionFact>;

export const FrameFacts = Type.Object({
  /** From the start of the segment. */
  mediaMs: Type.Number(),
  /** True when nothing moved since the frame before, so nothing was inferred: detections carry on. */
  still: Type.Boolean(),
  detections: Type.Array(DetectionFact),
  /** Plates with no vehicle around them: close-up cameras. */
  loosePlates: Type.Array(Type.Object({ plate: PlateRead, cropId: Type.Optional(Type.String()) })),
});
export type FrameFacts = Static<typeof FrameFacts>;

/** All that the detect stage found in one segment; needs no other segment. */
export const SegmentFacts = Type.Object({
  version: Type.Literal(1),
  widthPx: Type.Number(),
  heightPx: Type.Number(),
  durationMs: Type.Number(),
  framesDecoded: Type.Number(),
  frames: Type.Array(FrameFacts),
});
export type SegmentFacts = Static<typeof SegmentFacts>;
