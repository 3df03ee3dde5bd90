import { join } from 'node:path';
import { WaysideError } from '../pipeline/errors.ts';
import type { PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
import type { ObjectDetector } from '../pipeline/objects/detection.ts';
import { maskFrames } from '../pipeline/redact/fill-masks.ts';
import { prefetch } from '../pipeline/segment/prefetch.ts';
import { onClockOf, watchFrames, type Watched } from '../pipeline/segment/watch-frames.ts';
import type { Segment } from '../store/schema.ts';
import type { Gate } from './gate.ts';
import { decodeFrames } from './media/frames.ts';
import { probe } from './media/probe.ts';
import { openSealedFile } from './open-sealed-file.ts';
import type { PictureSizes } from './picture-sizes.ts';
import type { Services } from './services.ts';

/** Small pictures decoded ahead of the model. */
const FRAMES_AHEAD = 8;
/**
 * By so much the clocks of the two streams may differ without a moment being missed. Times from sender
 * reports agree within some milliseconds; arrivals differ by what encoding the larger one takes longer.
 */
const CLOCKS_APART_MS = 300;

export interface WatchTools {
  readonly objects: ObjectDetector;
  readonly gate: Gate;
  readonly pictureSizes: PictureSizes;
}

export interface WatchedStream extends Watched {
  readonly framesDecoded: number;
}

/**
 * What the camera's smaller stream says of a segment: when there is something to look at, on the segment's
 * clock. Null: the segment has none, or it doesn't show all of the segment's time undamaged; the segment
 * itself has to be looked at from end to end then.
 * @param folder for the opened video; the caller removes it
 * @throws WaysideError INTERRUPTED, FFMPEG_MISSING, and what passes by itself: DISK_FULL, …_UNREACHABLE
 */
export async function watchSecondStream(
  segment: Segment,
  folder: string,
  { analysisFps, masks }: { readonly analysisFps: number; readonly masks: readonly PrivacyMask[] },
  services: Pick<Services, 'objects' | 'keeper'>,
  tools: WatchTools,
  signal: AbortSignal,
): Promise<WatchedStream | null> {
  const { detectionKey, detectionTicket, detectionOffsetMs } = segment;
  if (detectionKey === null || detectionOffsetMs === null) return null;
  const path = join(folder, 'second');
  try {
    await openSealedFile(path, { objectKey: detectionKey, ticket: detectionTicket }, services);
    const found = await watch(path, segment, { analysisFps, masks }, tools, signal);
    if (found === null) return null;
    const durationMs = segment.endedAt.getTime() - segment.startedAt.getTime();
    const { watched, framesDecoded, lastMediaMs } = found;
    const missingMs = durationMs - (lastMediaMs + detectionOffsetMs);
    const marginMs = marginOf(analysisFps);
    if (detectionOffsetMs > marginMs || missingMs > marginMs) return null;
    return { ...onClockOf(watched, { offsetMs: detectionOffsetMs, durationMs }), framesDecoded };
  } catch (error) {
    if (isAboutVideo(error)) return null;
    throw error;
  }
}

async function watch(
  path: string,
  { footageId }: Segment,
  { analysisFps, masks }: { readonly analysisFps: number; readonly masks: readonly PrivacyMask[] },
  { objects, gate, pictureSizes }: WatchTools,
  signal: AbortSignal,
): Promise<{ watched: Watched; framesDecoded: number; lastMediaMs: number } | null> {
  const name = `${footageId}/second`;
  const info = pictureSizes.of(name) ?? (await probe(path, { signal }));
  pictureSizes.learn(name, info);
  const video = decodeFrames(path, { analysisFps, info, signal });
  const frames = prefetch(maskFrames(video, masks), FRAMES_AHEAD);
  try {
    const watched = await gate(() =>
      watchFrames(frames, objects, {
        marginMs: marginOf(analysisFps),
        onDone: (frame) => {
          video.recycle(frame);
        },
      }),
    );
    const { report } = video;
    if (report?.damage !== null) return null;
    return { watched, ...report };
  } finally {
    await frames.return();
  }
}

/** A moment may fall between two frames that are looked at, and the clocks may differ. */
function marginOf(analysisFps: number): number {
  return 1000 / analysisFps + CLOCKS_APART_MS;
}

function isAboutVideo(error: unknown): boolean {
  if (!(error instanceof WaysideError)) return false;
  return !error.retryable && error.code !== 'INTERRUPTED' && error.code !== 'FFMPEG_MISSING';
}
