import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WaysideError } from '../../pipeline/errors.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { findFfmpeg, type Ffmpeg } from './find-ffmpeg.ts';
import { assertReadableFile, errorFromLog, fileError } from './media-error.ts';
import type { MediaInfo } from './media-info.ts';
import { SEGMENT_EXTENSION, splitArgv, type SegmentFormat } from './split-argv.ts';

export interface SplitOptions {
  /** Wanted length of a segment, in milliseconds; it ends at the next keyframe after that. */
  readonly segmentMs: number;
  /** Made if it isn't there. The caller moves or deletes what is written into it. */
  readonly outDir: string;
  readonly info: Pick<MediaInfo, 'rotationDeg'>;
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
 * Cuts a video into segments without decoding it, yielding each as soon as it is finished.
 *
 * Cuts fall on keyframes only, so a segment is as long as the camera's keyframe distance at least.
 * In an open GOP the pictures shown just before a keyframe need the one before the cut; ffmpeg drops
 * them or draws them damaged at the head of the segment (some 0.1 s).
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
  await assertReadableFile(path);
  await mkdir(options.outDir, { recursive: true });
  const ffmpeg = options.ffmpeg ?? (await findFfmpeg());
  // Matroska holds nearly every codec; NUT holds the rest.
  for (const format of ['matroska', 'nut'] as const) {
    let count = 0;
    const errors: string[] = [];
    for await (const segment of splitAs(format, path, options, ffmpeg, errors)) {
      count++;
      yield segment;
    }
    if (count > 0) {
      done(
        errors.length === 0
          ? null
          : fileError('DECODE_FAILED', path, `is damaged (${errors[0]})`, undefined, {
              ffmpeg: errors.slice(0, 5),
            }),
      );
      return;
    }
    if (format === 'nut') throw errorFromLog(path, errors);
  }
}

async function* splitAs(
  format: SegmentFormat,
  path: string,
  { segmentMs, outDir, info, signal }: SplitOptions,
  ffmpeg: Ffmpeg,
  errors: string[],
): AsyncGenerator<SegmentFile, void, void> {
  // % would be read as part of the pattern.
  const pattern = join(outDir.replaceAll('%', '%%'), `%06d.${SEGMENT_EXTENSION[format]}`);
  const run = runFfmpeg(
    ffmpeg,
    splitArgv(path, pattern, segmentMs, format, info.rotationDeg),
    signal,
  );
  try {
    run.stdout.resume();
    let sequence = 0;
    for await (const line of createInterface({ input: run.side })) {
      const entry = parseListLine(line);
      if (entry === null) continue;
      yield {
        sequence,
        path: join(outDir, entry.name),
        startMs: entry.startMs,
        endMs: entry.endMs,
      };
      sequence++;
    }
    const end = await run.ended;
    errors.push(...end.errors);
    if (end.exitCode !== 0 && errors.length === 0) errors.push(`ffmpeg ended with ${end.exitCode}`);
    if (errors.some((line) => line.includes('No space left on device'))) {
      throw errorFromLog(path, errors);
    }
  } finally {
    run.kill();
  }
}

/** One line of the segment list: `name,start,end` in seconds. */
export function parseListLine(
  line: string,
): { readonly name: string; readonly startMs: number; readonly endMs: number } | null {
  const match = /^"?([^",]+)"?,(-?[\d.]+),(-?[\d.]+)$/.exec(line.trim());
  if (match === null) return null;
  const toMs = (seconds: string): number => Math.round(Number(seconds) * 1e6) / 1000;
  return { name: match[1]!, startMs: toMs(match[2]!), endMs: toMs(match[3]!) };
}
