import type { StreamGapCause } from '../../../pipeline/live/gap-causes.ts';
import type { ClockSource } from '../../../pipeline/time/clock-source.ts';

/** A finished piece of a stream, in a file of its own. */
export interface RecordedFile {
  /** 0, 1, 2, … without holes, in this recording. */
  readonly sequence: number;
  /** In the recording's folder; the consumer moves or deletes it. */
  readonly path: string;
  /** When its first and last pictures were taken, milliseconds since the Unix epoch, UTC. */
  readonly startMs: number;
  readonly endMs: number;
  readonly clockSource: Extract<ClockSource, 'camera' | 'arrival'>;
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
  /** Null: its signal aborted, or a file came to its end. */
  readonly cause: StreamGapCause | null;
  /** For a person: never with name or password. */
  readonly message: string;
}

/**
 * One connection to a camera, from the first picture to whatever ends it: files as they are finished, each
 * while the next is being written. It never throws; what ended it is in `end`.
 */
export interface Recording extends AsyncIterable<RecordedFile> {
  /** Settles after the last file was yielded. */
  readonly end: Promise<RecordingEnd>;
  /** Null until the first picture came. */
  readonly particulars: StreamParticulars | null;
}
