import type { StreamGapCause } from '../../../pipeline/live/gap-causes.ts';
import type { StreamClockReader } from '../../../pipeline/live/stream-clock.ts';

export interface RtspRelayOptions {
  /** Ends the relay and whatever is connected to it. */
  readonly signal?: AbortSignal;
  /** The machine's clock, milliseconds since the Unix epoch; it may jump. */
  readonly nowMs?: () => number;
  /** Milliseconds since any moment; it never jumps. */
  readonly monotonicMs?: () => number;
  readonly connectTimeoutMs?: number;
}

/** Why a camera gives no video, or no more. */
export interface RelayFailure {
  readonly cause: Extract<
    StreamGapCause,
    'CAMERA_UNREACHABLE' | 'CAMERA_UNAUTHORIZED' | 'CAMERA_NO_VIDEO' | 'CAMERA_DISCONNECTED'
  >;
  /** For a person: never with name or password. */
  readonly message: string;
}

/** One connection to a camera, lent to one ffmpeg. */
export interface RtspRelay {
  /**
   * For ffmpeg, with `-rtsp_transport tcp -allowed_media_types video -copyts`: on the loopback interface,
   * without name and password, good for one connection.
   */
  readonly localUrl: string;
  readonly clock: StreamClockReader;
  /** For how long no video has come, milliseconds; before the first since the relay was opened. */
  silentMs(): number;
  /** What was wrong with the camera; null while it gives video, and when the relay was closed from here. */
  readonly failure: RelayFailure | null;
  /** Settles when both connections are closed; never rejects. */
  readonly ended: Promise<RelayFailure | null>;
  /** Closes both connections. */
  close(): Promise<void>;
}

/**
 * Connects to a camera and waits for one ffmpeg.
 * @param url `rtsp://` or `rtsps://`, with name and password where the camera wants them
 * @throws WaysideError CAMERA_UNREACHABLE when nobody answers, INTERRUPTED when aborted
 */
export type OpenRtspRelay = (url: string, options?: RtspRelayOptions) => Promise<RtspRelay>;
