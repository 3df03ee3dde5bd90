import { Type, type Static } from 'typebox';
import { PrivacyMask } from '../../../pipeline/geometry/privacy-masks.ts';
import { STREAM_GAP_CAUSES } from '../../../pipeline/live/gap-causes.ts';

const strict = { additionalProperties: false } as const;
const EpochMs = Type.Integer();
const Clock = Type.Enum(['camera', 'arrival']);

/** One run of a camera's stream without a break, within a UTC day: a row of footage. */
export const StreamRun = Type.Object(
  {
    footageId: Type.String(),
    startedAtMs: EpochMs,
    clockSource: Clock,
    /** The camera's when it was recorded. */
    masks: Type.Array(PrivacyMask),
    /** See `pipeline/live/thinning.ts`. */
    generation: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type StreamRun = Static<typeof StreamRun>;

/** A piece of video that waits to be stored, in a file beside this. */
export const SegmentItem = Type.Object(
  {
    kind: Type.Literal('segment'),
    run: StreamRun,
    /** From 0, in the run. */
    sequence: Type.Integer({ minimum: 0 }),
    startMs: EpochMs,
    endMs: EpochMs,
    clockSource: Clock,
    /** What it is sealed as and stored under. */
    objectKey: Type.String(),
    /** The same time on the camera's smaller stream, in a file of its own; null: there is none. */
    second: Type.Union([
      Type.Object(
        {
          objectKey: Type.String(),
          /** How much later than the segment it begins. */
          offsetMs: Type.Integer(),
          ticket: Type.Union([Type.String(), Type.Null()]),
        },
        strict,
      ),
      Type.Null(),
    ]),
    /** Of the clear video. */
    byteCount: Type.Integer({ minimum: 0 }),
    /** Opens the sealed file, base64; null: the file isn't sealed yet. */
    ticket: Type.Union([Type.String(), Type.Null()]),
    /** Why it can never be stored; there is no file then. */
    failureCode: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
);
export type SegmentItem = Static<typeof SegmentItem>;

/** No more segments of the run follow. */
export const RunEndItem = Type.Object(
  {
    kind: Type.Literal('run-end'),
    footageId: Type.String(),
    segmentsTotal: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type RunEndItem = Static<typeof RunEndItem>;

export const StreamGapShape = {
  startMs: EpochMs,
  endMs: EpochMs,
  cause: Type.Enum([...STREAM_GAP_CAUSES]),
};
export const GapItem = Type.Object({ kind: Type.Literal('gap'), ...StreamGapShape }, strict);
export type GapItem = Static<typeof GapItem>;

export const SpoolItem = Type.Union([SegmentItem, RunEndItem, GapItem]);
export type SpoolItem = Static<typeof SpoolItem>;

/** What a lane's folder says of its camera while the process that writes it lives, for the one after it. */
export const LaneState = Type.Object(
  {
    cameraId: Type.String(),
    /** A gap that went on when this was written. */
    openGap: Type.Union([Type.Object(StreamGapShape, strict), Type.Null()]),
    /** The connection of now; null: there is none. */
    connection: Type.Union([
      Type.Object(
        {
          masks: Type.Array(PrivacyMask),
          generation: Type.Integer({ minimum: 0 }),
          /** Null: nothing was recorded of it yet. */
          run: Type.Union([StreamRun, Type.Null()]),
          /** Of the segment that comes next in the run. */
          nextSequence: Type.Integer({ minimum: 0 }),
          /** End of the last segment of this connection. */
          recordedUntilMs: Type.Union([EpochMs, Type.Null()]),
        },
        strict,
      ),
      Type.Null(),
    ]),
  },
  strict,
);
export type LaneState = Static<typeof LaneState>;
export type LaneConnection = NonNullable<LaneState['connection']>;
