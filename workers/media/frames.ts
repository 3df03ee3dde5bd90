import type { WaysideError } from '../../pipeline/errors.ts';
import type { VideoFrame } from '../../pipeline/image/video-frame.ts';
import type { Span } from '../../pipeline/time/span.ts';
import { decodeArgv } from './decode-argv.ts';
import { runFfmpeg, type FfmpegEnd } from './ffmpeg.ts';
import { findFfmpeg, type Ffmpeg } from './find-ffmpeg.ts';
import { layoutOf } from './frame-layout.ts';
import { FrameReader } from './frame-reader.ts';
import { assertVideoFile, errorFromLog, fileError } from './media-error.ts';
import { displaySizePx, type MediaInfo } from './media-info.ts';
import { parseGraphInput } from './probe-output.ts';

export interface DecodeOptions {
  /** Frames a second of media time that are wanted; the source's own where that is lower. */
  readonly analysisFps: number;
  /** From `probe`: of this file, or of the file that this segment was cut from. */
  readonly info: Pick<MediaInfo, 'widthPx' | 'heightPx' | 'rotationDeg'>;
  /** Longer side of the small copy, in pixels. Default 416. */
  readonly smallLongSidePx?: number;
  /**
   * Only these parts of media time are wanted, in order and apart. There may be no frame in them: a video
   * that gives none isn't told from one that can't be decoded then, but by the damage in the report.
   */
  readonly spans?: readonly Span[];
  readonly signal?: AbortSignal;
  readonly ffmpeg?: Ffmpeg;
}

/** What decoding a file came to. */
export interface DecodeReport {
  /** All frames that were decoded, wanted or not. */
  readonly framesDecoded: number;
  readonly framesYielded: number;
  /** As it is shown, of the first picture; null where ffmpeg didn't say. It may not be what `info` promised. */
  readonly firstSizePx: Pick<MediaInfo, 'widthPx' | 'heightPx'> | null;
  /** Time of the last frame yielded; -Infinity: there was none. */
  readonly lastMediaMs: number;
  /**
   * DECODE_FAILED where ffmpeg met damaged data on the way or stopped early: what came before (and
   * what it could still make out after) was yielded. Null where all went well.
   */
  readonly damage: WaysideError | null;
}

export interface DecodedVideo extends AsyncIterable<VideoFrame> {
  /** Null until the last frame was taken. */
  readonly report: DecodeReport | null;
  /** Gives a frame's memory back for later frames: nobody may look at the frame any more. Optional. */
  recycle(frame: VideoFrame): void;
}

/**
 * Decodes a video once and yields the first frame in each interval of `1/analysisFps` seconds, with
 * its exact time from the start of the file, at full resolution together with a small copy.
 * Times rise strictly. Each frame owns its memory until it is given back with `recycle`.
 * Iterate once; leaving the loop early stops ffmpeg.
 * @throws WaysideError on iteration: FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE, FFMPEG_MISSING,
 * INTERRUPTED; where not even one frame came out, NOT_MEDIA, MEDIA_TRUNCATED, NO_VIDEO_STREAM or
 * DECODE_FAILED. Damage after the first frame doesn't throw: see the report.
 */
export function decodeFrames(path: string, options: DecodeOptions): DecodedVideo {
  let report: DecodeReport | null = null;
  let reader: FrameReader | null = null;
  const frames = decode(path, options, {
    opened: (opened) => {
      reader = opened;
    },
    done: (done) => {
      report = done;
    },
  });
  return {
    [Symbol.asyncIterator]: () => frames,
    get report() {
      return report;
    },
    recycle: (frame) => reader?.recycle(frame),
  };
}

async function* decode(
  path: string,
  { analysisFps, info, smallLongSidePx = 416, spans, signal, ffmpeg: given }: DecodeOptions,
  tell: {
    readonly opened: (reader: FrameReader) => void;
    readonly done: (report: DecodeReport) => void;
  },
): AsyncGenerator<VideoFrame, void, void> {
  await assertVideoFile(path);
  const ffmpeg = given ?? (await findFfmpeg());
  const layout = layoutOf(info.widthPx, info.heightPx, smallLongSidePx);
  const argv = decodeArgv(ffmpeg, path, layout, analysisFps, info.rotationDeg, spans ?? null);
  const run = runFfmpeg(ffmpeg, argv, { signal });
  let framesYielded = 0;
  let lastMediaMs = -Infinity;
  try {
    const reader = new FrameReader(run.stdout, run.side, layout);
    tell.opened(reader);
    for (let frame = await reader.next(); frame !== null; frame = await reader.next()) {
      if (frame.mediaMs <= lastMediaMs) continue;
      lastMediaMs = frame.mediaMs;
      framesYielded++;
      yield frame;
    }
    const end = await run.ended;
    if (framesYielded === 0 && spans === undefined) throw errorFromLog(path, end);
    tell.done({
      framesDecoded: countDecoded(end),
      framesYielded,
      firstSizePx: firstSizeOf(end, info.rotationDeg),
      lastMediaMs,
      damage: damageOf(path, end, lastMediaMs),
    });
  } finally {
    run.kill();
  }
}

function firstSizeOf(
  { log }: FfmpegEnd,
  rotationDeg: MediaInfo['rotationDeg'],
): DecodeReport['firstSizePx'] {
  const picture = parseGraphInput(log);
  return picture === null ? null : displaySizePx(picture, picture.pixelAspect, rotationDeg);
}

function damageOf(path: string, end: FfmpegEnd, lastMediaMs: number): WaysideError | null {
  if (end.exitCode === 0 && end.errors.length === 0) return null;
  return fileError(
    'DECODE_FAILED',
    path,
    `is damaged (${end.errors[0] ?? `ffmpeg ended with ${end.exitCode ?? 'a signal'}`}); ` +
      `its last good picture is at ${Math.round(lastMediaMs)} ms`,
    undefined,
    { lastMediaMs, ffmpeg: end.errors.slice(0, 5) },
  );
}

/** From ffmpeg's closing statistics: `…; 750 frames decoded; …`. */
function countDecoded(end: FfmpegEnd): number {
  for (const line of end.log.toReversed()) {
    const count = /\(video\): .*?(\d+) frames decoded/.exec(line)?.[1];
    if (count !== undefined) return Number(count);
  }
  return 0;
}
