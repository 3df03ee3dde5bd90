import { WaysideError } from '../../../pipeline/errors.ts';
import { STREAM_GAP_CAUSES } from '../../../pipeline/live/gap-causes.ts';
import type { FfmpegEnd } from '../../media/ffmpeg.ts';
import type { RecordingEnd } from './recording.ts';

/** Why ffmpeg ended by itself. */
export function endFromLog(
  { errors, log }: Pick<FfmpegEnd, 'errors' | 'log'>,
  seen: { readonly failure: RecordingEnd | null; readonly hadPictures: boolean },
): RecordingEnd {
  if ([...errors, ...log].some((line) => line.includes('No space left on device'))) {
    return { cause: 'DISK_FULL', message: 'No space is left for what the camera sends.' };
  }
  if (seen.failure !== null) return seen.failure;
  return seen.hadPictures
    ? { cause: 'CAMERA_DISCONNECTED', message: 'The camera ended its stream.' }
    : { cause: 'CAMERA_NO_VIDEO', message: 'The camera sends nothing that can be read as video.' };
}

/** Why there was no connection, or no place to record it to. */
export function endFromError(error: unknown, signal: AbortSignal): RecordingEnd {
  if (signal.aborted) return { cause: null, message: 'The recording was ended.' };
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    return { cause: 'DISK_FULL', message: 'No space is left for what the camera sends.' };
  }
  const message = error instanceof Error ? error.message : String(error);
  const cause = STREAM_GAP_CAUSES.find(
    (code) => error instanceof WaysideError && error.code === code,
  );
  // What is wrong with this machine is no fault of the camera's; its stream isn't recorded all the same.
  return { cause: cause ?? 'INGEST_STOPPED', message };
}
