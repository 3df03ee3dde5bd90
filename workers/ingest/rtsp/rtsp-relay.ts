import { performance } from 'node:perf_hooks';
import { WaysideError } from '../../../pipeline/errors.ts';
import type { StreamClockReader } from '../../../pipeline/live/stream-clock.ts';
import { readCameraAddress } from './camera-address.ts';
import { connectCamera } from './connect-camera.ts';
import { LentConnection } from './lent-connection.ts';
import type { RelayFailure } from './relay-failure.ts';

export interface RtspRelayOptions {
  /** Ends the relay and whatever is connected to it. */
  readonly signal?: AbortSignal;
  /** The machine's clock, milliseconds since the Unix epoch; it may jump. */
  readonly nowMs?: () => number;
  /** Milliseconds since any moment; it never jumps. */
  readonly monotonicMs?: () => number;
  /** How long a camera may take to accept the connection, and to answer each request until it plays. */
  readonly answerTimeoutMs?: number;
}

/** One connection to a camera, lent to one ffmpeg. */
export interface RtspRelay {
  /**
   * For ffmpeg, with `-rtsp_transport tcp -copyts`: on the loopback interface, without name and password,
   * good for one connection.
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

const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Connects to a camera and waits for one ffmpeg, to which it hands on the camera's first video stream.
 * @param url `rtsp://` or `rtsps://`, with name and password where the camera wants them; a self-made
 * certificate is pinned by `#sha256=…` at the end
 * @throws WaysideError CAMERA_UNREACHABLE when nobody answers, INTERRUPTED when aborted; TypeError for
 * another kind of address
 */
export async function openRtspRelay(
  url: string,
  {
    signal,
    nowMs = Date.now,
    monotonicMs = () => performance.now(),
    answerTimeoutMs = ANSWER_TIMEOUT_MS,
  }: RtspRelayOptions = {},
): Promise<RtspRelay> {
  const address = readCameraAddress(url);
  const camera = await connectCamera(address, answerTimeoutMs, signal);
  const lent = new LentConnection(address, camera, answerTimeoutMs, { nowMs, monotonicMs });
  await lent.open();
  if (signal?.aborted === true) {
    await lent.close();
    throw new WaysideError('INTERRUPTED', 'The relay was interrupted.', { cause: signal.reason });
  }
  const abort = (): void => void lent.close();
  signal?.addEventListener('abort', abort, { once: true });
  void lent.ended.then(() => signal?.removeEventListener('abort', abort));
  return lent;
}
