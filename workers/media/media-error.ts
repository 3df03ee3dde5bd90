import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { WaysideError, type ErrorCode } from '../../pipeline/errors.ts';
import type { FfmpegEnd } from './ffmpeg.ts';

/**
 * Checks that the file is there, is a file, has bytes and may be read.
 * @throws WaysideError FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE
 */
export async function assertReadableFile(path: string): Promise<void> {
  let status;
  try {
    status = await stat(path);
  } catch (cause) {
    const missing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw fileError(
      missing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      path,
      missing ? 'does not exist' : 'can’t be looked at',
      cause,
    );
  }
  if (!status.isFile()) throw fileError('FILE_UNREADABLE', path, 'is not a file');
  if (status.size === 0) throw fileError('FILE_EMPTY', path, 'is empty');
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    throw fileError('FILE_UNREADABLE', path, 'may not be read', cause);
  }
}

/**
 * Checks as above, and that the file isn't text: ffmpeg reads playlists (and waits for a live one to
 * grow) and subtitles, which nobody means by a video.
 * @throws WaysideError as `assertReadableFile`, and NOT_MEDIA
 */
export async function assertVideoFile(path: string): Promise<void> {
  await assertReadableFile(path);
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    const head = buffer.subarray(0, bytesRead);
    const isText = !head.some((byte) => byte < 32 && ![9, 10, 13].includes(byte));
    if (isText && !head.toString('latin1').startsWith('YUV4MPEG2 ')) {
      throw fileError('NOT_MEDIA', path, 'is not a video but text');
    }
  } finally {
    await file.close();
  }
}

/** The message starts with the file and says what is wrong with it. */
export function fileError(
  code: ErrorCode,
  path: string,
  what: string,
  cause?: unknown,
  details: Readonly<Record<string, unknown>> = {},
): WaysideError {
  return new WaysideError(code, `${path} ${what}.`, {
    details: { file: path, ...details },
    ...(cause === undefined ? {} : { cause }),
  });
}

const SIGNS: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [/No space left on device/, 'DISK_FULL', 'can’t be cut up: the disk is full'],
  [/matches no streams/, 'NO_VIDEO_STREAM', 'has no video stream'],
  [/moov atom not found|: End of file$/, 'MEDIA_TRUNCATED', 'is truncated: its index is missing'],
  [/Permission denied/, 'FILE_UNREADABLE', 'may not be read'],
  [
    /Invalid data found when processing input|could not find codec parameters|Unknown decoder|Decoder \(codec \S+\) not found/i,
    'NOT_MEDIA',
    'is not a video that ffmpeg can read',
  ],
];

/** The coded error for a file that gave no picture at all, from what ffmpeg said about it. */
export function errorFromLog(
  path: string,
  { log, errors }: Pick<FfmpegEnd, 'log' | 'errors'>,
): WaysideError {
  const details = { ffmpeg: errors.slice(0, 5) };
  // ffmpeg took it for something by its name only.
  if (log.some((line) => line.includes('misdetection possible'))) {
    return fileError('NOT_MEDIA', path, 'is not a video that ffmpeg can read', undefined, details);
  }
  for (const [sign, code, what] of SIGNS) {
    if (errors.some((line) => sign.test(line))) {
      return fileError(code, path, what, undefined, details);
    }
  }
  return fileError(
    'DECODE_FAILED',
    path,
    `gave no picture${errors[0] === undefined ? '' : ` (${errors[0]})`}`,
    undefined,
    details,
  );
}
