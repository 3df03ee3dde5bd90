import type { VideoFrame } from '../image/video-frame.ts';
import { createMotionGate, type MotionGate } from '../motion/motion-gate.ts';
import type { ObjectDetector } from '../objects/detection.ts';
import { union, type Span } from '../time/span.ts';

/** Something too near to be recognised takes up so much of the picture; leaves in the wind don't. */
const LARGE_MOVEMENT_PART = 0.15;
/** Movement so soon after an object was seen is that object's: nothing is looked for again. */
const SAME_OBJECT_MS = 400;

export interface WatchOptions {
  /** Looked at before and after each moment in which there is something. */
  readonly marginMs: number;
  readonly gate?: MotionGate;
  /** Told of each frame once nothing here needs it any more. */
  readonly onDone?: (frame: VideoFrame) => void;
}

export interface WatchedMoment {
  /** From the start of the video that is watched. */
  readonly mediaMs: number;
  /** Nothing moved. */
  readonly still: boolean;
}

export interface Watched {
  /** When there is something to look at closely: media time of the video that is watched, in order and apart. */
  readonly spans: readonly Span[];
  /** All frames, in order. */
  readonly moments: readonly WatchedMoment[];
}

/**
 * Watches a small picture for anything worth a close look: a vehicle, a person, or a movement so large that
 * it may be one too near to be recognised. What stands there when the video begins counts too: nothing is
 * known of what was before. No frames: no spans.
 */
export async function watchFrames(
  frames: AsyncIterable<VideoFrame>,
  objects: ObjectDetector,
  { marginMs, gate = createMotionGate({ settleFrames: 0 }), onDone }: WatchOptions,
): Promise<Watched> {
  const moments: WatchedMoment[] = [];
  const spans: Span[] = [];
  let seenAtMs = -Infinity;
  for await (const frame of frames) {
    const { mediaMs } = frame;
    const moved = gate.moved(frame);
    moments.push({ mediaMs, still: !moved });
    if (moved) {
      const isKnown = mediaMs - seenAtMs < SAME_OBJECT_MS;
      const isSeen = isKnown || (await objects.detect(frame.small)).length > 0;
      if (isSeen && !isKnown) seenAtMs = mediaMs;
      if (isSeen || gate.movedPart >= LARGE_MOVEMENT_PART) {
        spans.push({ startMs: mediaMs - marginMs, endMs: mediaMs + marginMs });
      }
    }
    onDone?.(frame);
  }
  return { spans: union(spans), moments };
}

/**
 * The same on the clock of a video of another stream of the camera.
 * @param offsetMs how much later than the other video the watched one begins
 * @param durationMs of the other video: what lies outside of it is left out
 */
export function onClockOf(
  { spans, moments }: Watched,
  { offsetMs, durationMs }: { readonly offsetMs: number; readonly durationMs: number },
): Watched {
  const clipped = spans.map(({ startMs, endMs }) => ({
    startMs: Math.max(0, startMs + offsetMs),
    endMs: Math.min(durationMs, endMs + offsetMs),
  }));
  return {
    spans: union(clipped),
    moments: moments
      .map(({ mediaMs, still }) => ({ mediaMs: mediaMs + offsetMs, still }))
      .filter(({ mediaMs }) => mediaMs >= 0 && mediaMs < durationMs),
  };
}
