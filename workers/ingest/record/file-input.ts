import { fileURLToPath } from 'node:url';
import { WaysideError } from '../../../pipeline/errors.ts';
import { inputArgv } from '../../media/ffmpeg.ts';
import { probe } from '../../media/probe.ts';
import type { StreamInput, StreamInputOptions } from './stream-input.ts';

/**
 * A video file played at its own speed, again and again, as if it were a camera: to try things out.
 * @param url `file:///…`
 * @throws WaysideError CAMERA_UNREACHABLE when there is no such file, CAMERA_NO_VIDEO when it isn't a video,
 * FFMPEG_MISSING, INTERRUPTED
 */
export async function openFileInput(
  url: URL,
  { signal }: StreamInputOptions,
): Promise<StreamInput> {
  const path = fileURLToPath(url);
  const { rotationDeg } = await probe(path, { signal }).catch((cause: unknown) => {
    throw asCameraError(cause);
  });
  return {
    argv: ['-re', '-stream_loop', '-1', ...inputArgv(path)],
    body: null,
    rotationDeg,
    clock: null,
    isTimedByWallClock: false,
    silentMs: () => 0,
    failure: null,
    endsWhenClosed: false,
    close: () => Promise.resolve(),
  };
}

function asCameraError(cause: unknown): unknown {
  if (!(cause instanceof WaysideError)) return cause;
  if (cause.code === 'FFMPEG_MISSING' || cause.code === 'INTERRUPTED') return cause;
  const isThere = cause.code !== 'FILE_MISSING' && cause.code !== 'FILE_UNREADABLE';
  const code = isThere ? 'CAMERA_NO_VIDEO' : 'CAMERA_UNREACHABLE';
  return new WaysideError(code, cause.message, { cause });
}
