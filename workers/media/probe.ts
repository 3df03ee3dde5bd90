import type { Readable } from 'node:stream';
import { QUIET_ARGV, inputArgv, runFfmpeg } from './ffmpeg.ts';
import { findFfmpeg, type Ffmpeg } from './find-ffmpeg.ts';
import { assertVideoFile, errorFromLog, fileError } from './media-error.ts';
import { displaySizePx, type MediaInfo } from './media-info.ts';
import { parseFirstPicture, parseInput, parsePacketSpanMs } from './probe-output.ts';

/**
 * Looks at a video file and decodes its first picture.
 *
 * ffprobe isn't packaged with ffmpeg everywhere, so ffmpeg itself is asked, and the size is taken
 * from the picture that came out rather than from what the header promises.
 * @throws WaysideError FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE, NOT_MEDIA (also still pictures,
 * playlists and text), MEDIA_TRUNCATED, NO_VIDEO_STREAM, DECODE_FAILED, FFMPEG_MISSING, INTERRUPTED
 */
export async function probe(
  path: string,
  options: { readonly ffmpeg?: Ffmpeg; readonly signal?: AbortSignal } = {},
): Promise<MediaInfo> {
  await assertVideoFile(path);
  const ffmpeg = options.ffmpeg ?? (await findFfmpeg());
  const run = runFfmpeg(ffmpeg, probeArgv(path), { signal: options.signal });
  const [output, end] = await Promise.all([readText(run.stdout), run.ended]);

  const input = parseInput(end.log);
  if (input !== null && !isVideoContainer(input.container)) {
    throw fileError('NOT_MEDIA', path, `is not a video but ${input.container}`, undefined, {
      container: input.container,
    });
  }
  const picture = parseFirstPicture(output);
  if (input === null || picture === null) throw errorFromLog(path, end);

  return {
    ...displaySizePx(picture, picture.pixelAspect, input.rotationDeg),
    rotationDeg: input.rotationDeg,
    durationMs: input.durationMs ?? (await measureDurationMs(path, ffmpeg, options.signal)),
    codec: input.codec,
    container: input.container,
    creationTime: input.creationTime,
  };
}

/** `V` leaves cover pictures of audio files out. */
export function probeArgv(path: string): string[] {
  return [
    ...QUIET_ARGV,
    ...inputArgv(path),
    ...['-map', '0:V:0', '-frames:v', '1', '-c:v', 'rawvideo', '-f', 'framecrc', 'pipe:1'],
  ];
}

/** Reads all packets without decoding them: for containers that don't say how long they are. */
export function durationArgv(path: string): string[] {
  return [
    ...QUIET_ARGV,
    ...['-fflags', '+genpts'],
    ...inputArgv(path),
    ...['-map', '0:V:0', '-c', 'copy', '-f', 'framecrc', 'pipe:1'],
  ];
}

async function measureDurationMs(
  path: string,
  ffmpeg: Ffmpeg,
  signal: AbortSignal | undefined,
): Promise<number> {
  const run = runFfmpeg(ffmpeg, durationArgv(path), { signal });
  const [output] = await Promise.all([readText(run.stdout), run.ended]);
  return parsePacketSpanMs(output);
}

/** Stills, playlists and text art are things that ffmpeg reads and nobody means by a video. */
function isVideoContainer(container: string): boolean {
  return !/_pipe$|^image2|^(tty|hls|concat|ffmetadata|lavfi|srt|webvtt|ass|ico)(,|$)/.test(
    container,
  );
}

async function readText(stream: Readable): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk as string;
  return text;
}
