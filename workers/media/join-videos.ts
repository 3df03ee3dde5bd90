import { writeFile } from 'node:fs/promises';
import { QUIET_ARGV, runFfmpeg } from './ffmpeg.ts';
import { findFfmpeg, type Ffmpeg } from './find-ffmpeg.ts';
import { fileError } from './media-error.ts';

/** A piece of one stream, in a file of its own whose own clock starts at 0. */
export interface VideoPiece {
  readonly path: string;
  /** From the start of this piece to that of the next. */
  readonly lengthMs: number;
}

/**
 * Puts pieces of one stream into one Matroska file without decoding them, each at its own time.
 * @param pieces in order, of one codec; one at least
 * @param path of the new file; the list of the pieces is written beside it
 * @throws WaysideError DECODE_FAILED where they don't go together, FFMPEG_MISSING, INTERRUPTED; the disk's errors
 */
export async function joinVideos(
  pieces: readonly VideoPiece[],
  path: string,
  { ffmpeg, signal }: { readonly ffmpeg?: Ffmpeg; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const list = `${path}.list`;
  await writeFile(list, joinList(pieces), { mode: 0o600 });
  const run = runFfmpeg(ffmpeg ?? (await findFfmpeg()), joinArgv(list, path), { signal });
  run.stdout.resume();
  run.side.resume();
  const { exitCode, errors } = await run.ended;
  if (exitCode === 0) return;
  throw fileError(
    'DECODE_FAILED',
    path,
    `can't be put together (${errors[0] ?? 'no reason given'})`,
  );
}

export function joinArgv(list: string, path: string): string[] {
  return [
    ...QUIET_ARGV,
    ...['-protocol_whitelist', 'file', '-f', 'concat', '-safe', '0', '-i', `file:${list}`],
    ...['-map', '0:V:0', '-c', 'copy', '-avoid_negative_ts', 'disabled'],
    ...['-f', 'matroska', '-y', `file:${path}`],
  ];
}

/** What ffmpeg's concat demuxer reads. */
export function joinList(pieces: readonly VideoPiece[]): string {
  const lines = pieces.flatMap(({ path, lengthMs }) => [
    `file '${`file:${path}`.replaceAll("'", String.raw`'\''`)}'`,
    `duration ${(lengthMs / 1000).toFixed(3)}`,
  ]);
  return ['ffconcat version 1.0', ...lines, ''].join('\n');
}
