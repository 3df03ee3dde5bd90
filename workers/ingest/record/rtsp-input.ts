import { openRtspRelay } from '../rtsp/rtsp-relay.ts';
import type { StreamInput, StreamInputOptions } from './stream-input.ts';

/**
 * A camera over RTSP, through a relay in this process that keeps its address and password from ffmpeg, and
 * ends with it.
 * @throws WaysideError CAMERA_UNREACHABLE, INTERRUPTED
 */
export async function openRtspInput(
  url: URL,
  { nowMs, monotonicMs, signal }: StreamInputOptions,
): Promise<StreamInput> {
  const opening = new AbortController();
  const abort = (): void => {
    opening.abort();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  // Once it is open, ffmpeg has to finish its file before the relay goes.
  const relay = await openRtspRelay(url.href, {
    nowMs,
    monotonicMs,
    signal: opening.signal,
  }).finally(() => {
    signal.removeEventListener('abort', abort);
  });
  return {
    argv: [
      ...['-rtsp_transport', 'tcp', '-allowed_media_types', 'video', '-copyts'],
      ...['-noautorotate', '-protocol_whitelist', 'rtsp,rtp,tcp', '-i', relay.localUrl],
    ],
    body: null,
    rotationDeg: 0,
    clock: relay.clock,
    isTimedByWallClock: false,
    silentMs: () => relay.silentMs(),
    get failure() {
      return relay.failure;
    },
    endsWhenClosed: true,
    close: () => relay.close(),
  };
}
