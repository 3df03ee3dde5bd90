import { WaysideError } from '../../pipeline/errors.ts';
import type { VideoFrame } from '../../pipeline/image/video-frame.ts';
import { maskFrames } from '../../pipeline/redact/fill-masks.ts';
import { decodeFrames } from '../media/frames.ts';
import type { OpenSegment } from './clip-sources.ts';

/** More than any camera gives: every picture is decoded. */
const EVERY_FRAME_FPS = 1000;

export interface ClipFrame {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly frame: VideoFrame;
}

export interface ClipSpan {
  /** `[fromMs, toMs)`, milliseconds since the Unix epoch. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Every picture of the span, in order, all of the first segment's size, privacy masks filled. A frame's memory is used again
 * once the next one is asked for.
 * @throws WaysideError INTERRUPTED, and all of `decodeFrames`
 */
export async function* clipFrames(
  segments: readonly OpenSegment[],
  { fromMs, toMs }: ClipSpan,
  signal: AbortSignal,
): AsyncGenerator<ClipFrame, void, void> {
  const size = segments[0]?.info;
  if (size === undefined) return;
  let lastMs = -Infinity;
  for (const { path, info, startMs, masks } of segments) {
    const { widthPx, heightPx } = size;
    const { rotationDeg } = info;
    const video = decodeFrames(path, {
      analysisFps: EVERY_FRAME_FPS,
      info: { widthPx, heightPx, rotationDeg },
      signal,
    });
    for await (const frame of maskFrames(video, masks)) {
      if (signal.aborted) throw new WaysideError('INTERRUPTED', 'the worker is stopping');
      const atMs = startMs + frame.mediaMs;
      if (atMs >= toMs) break;
      if (atMs < fromMs || atMs <= lastMs) {
        video.recycle(frame);
        continue;
      }
      lastMs = atMs;
      yield { atMs, frame };
      video.recycle(frame);
    }
  }
}
