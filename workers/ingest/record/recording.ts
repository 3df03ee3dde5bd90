import type { StreamGapCause } from '../../../pipeline/live/gap-causes.ts';
import type { SegmentTimes } from '../../../pipeline/live/stream-clock.ts';
import type { CameraSource } from '../camera-source.ts';

/**
 * A finished piece of a stream, in a file of its own whose own clock starts at 0. It starts with a keyframe
 * and is as long as the camera's keyframe distance at least. A `jumpMs` other than 0: a new run begins with it.
 */
export interface RecordedFile extends SegmentTimes {
  /** 0, 1, 2, … without holes, in this recording. */
  readonly sequence: number;
  /** In the recording's folder; the consumer moves or deletes it. */
  readonly path: string;
}

/** What the stream is, once its first picture came. */
export interface StreamParticulars {
  /** As ffmpeg calls it, such as h264. */
  readonly codec: string;
  /** Null where the stream's head doesn't say. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** How one connection to a camera ended. */
export interface RecordingEnd {
  /** Null: its signal aborted. */
  readonly cause: StreamGapCause | null;
  /** For a person: never with name or password. */
  readonly message: string;
}

/**
 * One connection to a camera, from the first picture to whatever ends it: files as they are finished, each
 * while the next is being written. It starts when it is iterated, once, and never throws; what ended it is
 * in `end`. When its signal aborts, what was being written is finished and yielded too.
 */
export interface Recording extends AsyncIterable<RecordedFile> {
  /** Settles after the last file was yielded. */
  readonly end: Promise<RecordingEnd>;
  /** Null until the first picture came. */
  readonly particulars: StreamParticulars | null;
}

/** Begins to record what is at the source's `url`. */
export type StartRecording = (
  source: CameraSource,
  options: { readonly folder: string; readonly signal: AbortSignal; nowMs: () => number },
) => Recording;
