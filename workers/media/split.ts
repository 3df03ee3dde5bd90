import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WaysideError } from '../../pipeline/errors.ts';
import type { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import { runFfmpeg, type FfmpegEnd } from './ffmpeg.ts';
import { findFfmpeg, type Ffmpeg } from './find-ffmpeg.ts';
import { assertVideoFile, errorFromLog, fileError } from './media-error.ts';
import type { MediaInfo } from './media-info.ts';
import { segmentFormats, splitArgv, type SegmentFormat } from './split-argv.ts';

export interface SplitOptions {
  /** Wanted length of a segment, in milliseconds; it ends at the next keyframe after that. */
  readonly segmentMs: number;
  /** Made if it isn't there. The caller moves or deletes what is written into it. */
  readonly outDir: string;
  readonly info: Pick<MediaInfo, 'rotationDeg'>;
  /** Filled black before anything is written, at the cost of encoding the video anew. Default none. */
  readonly burned?: readonly PrivacyMask[];
  readonly signal?: AbortSignal;
  readonly ffmpeg?: Ffmpeg;
}

/** A finished piece of the video, in a file of its own. */
export interface SegmentFile {
  /** 0, 1, 2, … without holes. */
  readonly sequence: number;
  readonly path: string;
  /** From the start of the file, in milliseconds, to the microsecond. `endMs` is the next one's `startMs`. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface SplitVideo extends AsyncIterable<SegmentFile> {
  /** After the last segment: DECODE_FAILED where the file was damaged or ended early, else null. */
  readonly damage: WaysideError | null;
}

/**
 * Cuts a video into segments without decoding it (but for masks that are burned in), yielding each while the next is being written.
 * ffmpeg doesn't wait for the caller: `outDir` needs room for a copy of the video.
 *
 * Cuts fall on keyframes only, so a segment is as long as the camera's keyframe distance at least.
 * In an open GOP the pictures shown just before a keyframe need the one before the cut; ffmpeg drops
 * them or draws them damaged at the head of the segment (some 0.1 s). AVI
 * stores no presentation times: after a cut a frame may be told one frame late.
 * @throws WaysideError on iteration: FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE, FFMPEG_MISSING,
 * INTERRUPTED, DISK_FULL; where not even one segment came out, NOT_MEDIA, MEDIA_TRUNCATED,
 * NO_VIDEO_STREAM or DECODE_FAILED.
 */
export function splitByCopy(path: string, options: SplitOptions): SplitVideo {
  let damage: WaysideError | null = null;
  const segments = split(path, options, (found) => {
    damage = found;
  });
  return {
    [Symbol.asyncIterator]: () => segments,
    get damage() {
      return damage;
    },
  };
}

async function* split(
  path: string,
  options: SplitOptions,
  done: (damage: WaysideError | null) => void,
): AsyncGenerator<SegmentFile, void, void> {
  await assertVideoFile(path);
  await mkdir(options.outDir, { recursive: true });
  const ffmpeg = options.ffmpeg ?? (await findFfmpeg());
  const { info, burned = [], segmentMs } = options;
  const formats = segmentFormats(ffmpeg, info, burned, segmentMs);
  for (const format of formats) {
    let count = 0;
    let end: FfmpegEnd | null = null;
    const segments = splitAs(format, path, options, ffmpeg, (ended) => {
      end = ended;
    });
    for await (const segment of segments) {
      count++;
      yield segment;
    }
    if (count > 0) {
      done(damageOf(path, end!));
      return;
    }
    // Whatever is wrong with the file itself, another format doesn't help.
    const error = errorFromLog(path, end!);
    if (error.code !== 'DECODE_FAILED' || format === formats.at(-1)) throw error;
  }
}

async function* splitAs(
  format: SegmentFormat,
  path: string,
  { segmentMs, outDir, signal }: SplitOptions,
  ffmpeg: Ffmpeg,
  done: (end: FfmpegEnd) => void,
): AsyncGenerator<SegmentFile, void, void> {
  // % would be read as part of the pattern.
  const pattern = join(outDir.replaceAll('%', '%%'), `%06d.${format.extension}`);
  const run = runFfmpeg(ffmpeg, splitArgv(path, pattern, segmentMs, format), {
    signal,
  });
  try {
    run.stdout.resume();
    let last: SegmentFile | null = null;
    for await (const line of createInterface({ input: run.side })) {
      const entry = parseListLine(line);
      if (entry === null) continue;
      // The list's own ends may be a field short of the next start (AVI).
      if (last !== null) yield { ...last, endMs: entry.span.startMs };
      const sequence: number = last === null ? 0 : last.sequence + 1;
      last = { sequence, path: join(outDir, entry.name), ...entry.span };
    }
    const end = await run.ended;
    done(end);
    if (end.errors.some((line) => line.includes('No space left on device'))) {
      throw fileError('DISK_FULL', outDir, 'is full: the video can’t be cut into it');
    }
    if (last !== null && !(last.sequence === 0 && lacksTimes(end))) yield last;
  } finally {
    run.kill();
  }
}

/** Packets without times stop the copying at once; what was written till then is of no use. */
function lacksTimes(end: FfmpegEnd): boolean {
  return end.errors.some((line) => /unknown timestamp|negative pts not supported/i.test(line));
}

function damageOf(path: string, end: FfmpegEnd): WaysideError | null {
  if (end.exitCode === 0 && end.errors.length === 0) return null;
  const reason = end.errors[0] ?? `ffmpeg ended with ${end.exitCode ?? 'a signal'}`;
  return fileError('DECODE_FAILED', path, `is damaged (${reason})`, undefined, {
    ffmpeg: end.errors.slice(0, 5),
  });
}

/** One line of the segment list: `name,start,end` in seconds. */
export function parseListLine(line: string): {
  readonly name: string;
  readonly span: { readonly startMs: number; readonly endMs: number };
} | null {
  const match = /^"?([^",]+)"?,(-?[\d.]+),(-?[\d.]+)$/.exec(line.trim());
  if (match === null) return null;
  const toMs = (seconds: string): number => Math.round(Number(seconds) * 1e6) / 1000;
  return { name: match[1]!, span: { startMs: toMs(match[2]!), endMs: toMs(match[3]!) } };
}
