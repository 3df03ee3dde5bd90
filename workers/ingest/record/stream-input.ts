import type { Readable } from 'node:stream';
import type { StreamClockReader } from '../../../pipeline/live/stream-clock.ts';
import type { MediaInfo } from '../../media/media-info.ts';
import type { RecordingEnd } from './recording.ts';

export interface StreamInputOptions {
  readonly signal: AbortSignal;
  /** The machine's clock, milliseconds since the Unix epoch; it may jump. */
  readonly nowMs: () => number;
  /** Milliseconds since any moment; it never jumps. */
  readonly monotonicMs: () => number;
}

/**
 * A connection to a camera, ready for one ffmpeg. What opens one throws a WaysideError whose code is the
 * cause of the gap (or INTERRUPTED), with a message without name and password.
 */
export interface StreamInput {
  /** ffmpeg's words up to its `-i` and what follows it: without name and password, since `ps` shows them. */
  readonly argv: readonly string[];
  /** For ffmpeg's standard input; null: ffmpeg reads elsewhere. */
  readonly body: Readable | null;
  readonly rotationDeg: MediaInfo['rotationDeg'];
  /** Null: the arrivals at ffmpeg tell the time. */
  readonly clock: StreamClockReader | null;
  /** ffmpeg times the pictures by the machine's clock, which may jump. */
  readonly isTimedByWallClock: boolean;
  /** For how long nothing has come, milliseconds; before the first since it was opened. */
  silentMs(): number;
  /** What the camera did to end it; null while it hasn't, and when it was closed from here. */
  readonly failure: RecordingEnd | null;
  /** Whether ffmpeg comes to an end by itself when this is closed; it then keeps all that it has received. */
  readonly endsWhenClosed: boolean;
  /** Ends the connection. */
  close(): Promise<void>;
}
