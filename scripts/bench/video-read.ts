import { createHash } from 'node:crypto';
import { areaPx, intersect, type BoxXywhPx } from '../../pipeline/geometry/box.ts';
import type { Raster } from '../../pipeline/image/raster.ts';
import type { VideoFrame } from '../../pipeline/image/video-frame.ts';
import type { ObjectDetector } from '../../pipeline/objects/detection.ts';
import type { PlateRead, PlateText } from '../../pipeline/plates/plate-reading.ts';
import {
  detectFrames,
  type DetectOptions,
  type SegmentModels,
} from '../../pipeline/segment/detect-frames.ts';
import { observationsOf } from '../../pipeline/segment/observations.ts';
import type { FrameFacts } from '../../pipeline/segment/segment-facts.ts';
import { stepTracker } from '../../pipeline/track/step-tracker.ts';
import { toTrack } from '../../pipeline/track/track.ts';
import { EMPTY_TRACKER_STATE, type TrackedObject } from '../../pipeline/track/tracker-state.ts';
import { decodeFrames } from '../../workers/media/frames.ts';
import { probe } from '../../workers/media/probe.ts';

export type PlateAt = (mediaMs: number) => BoxXywhPx;

/** The detector, asked once about each picture: the same frames are looked at in several ways. */
export function rememberObjects(detector: ObjectDetector): ObjectDetector {
  const known = new WeakMap<Raster, ReturnType<ObjectDetector['detect']>>();
  return {
    detect(picture) {
      let found = known.get(picture);
      if (found === undefined) {
        found = detector.detect(picture);
        known.set(picture, found);
      }
      return found;
    },
  };
}

export async function readFrames(path: string, analysisFps: number): Promise<VideoFrame[]> {
  const frames: VideoFrame[] = [];
  for await (const frame of decodeFrames(path, { analysisFps, info: await probe(path) })) {
    frames.push(frame);
  }
  return frames;
}

/** How single frames are looked at: all vehicles, in detail. */
export const IN_DETAIL: DetectOptions = {
  vehicleLongSidePx: 448,
  reading: { readsPerFrame: Infinity },
};

/** The same in every frame, certain or not, so that a track has the looks that they have. */
export const EVERY_FRAME: DetectOptions = {
  ...IN_DETAIL,
  reading: {
    ...IN_DETAIL.reading,
    rereadMs: 0,
    retryMs: 0,
    longestRetryMs: 0,
    confirmGrowth: 0,
    maxReads: Infinity,
  },
  longestFrameWaitMs: 0,
};

/** The reading, done once for each picture and way of looking: a clip is looked at in several ways. */
export function rememberReads(read: SegmentModels['readPlates']): SegmentModels['readPlates'] {
  const known = new Map<string, ReturnType<SegmentModels['readPlates']>>();
  return (picture, look) => {
    const shape = JSON.stringify([picture.widthPx, picture.heightPx, look]);
    const key = createHash('sha256').update(shape).update(picture.data).digest('hex');
    const found = known.get(key) ?? read(picture, look);
    known.set(key, found);
    return found;
  };
}

export interface FusedRead {
  readonly plate: PlateText | null;
  /** The reads that it was made of. */
  readonly reads: readonly PlateRead[];
}

/**
 * The plate of the track that most of the labelled plate's reads belong to, as the pipeline gives it: tracked,
 * read as the options say, fused. Null when no track read it.
 */
export async function readFused(
  frames: readonly VideoFrame[],
  models: SegmentModels,
  plateAt: PlateAt,
  options: DetectOptions,
): Promise<FusedRead> {
  let state = EMPTY_TRACKER_STATE;
  const over: TrackedObject[] = [];
  const votes = new Map<number, number>();
  for await (const { facts } of detectFrames(streamed(frames), models, options)) {
    const { mediaMs, still } = facts;
    const { widthPx, heightPx } = frames[0]!;
    const observations = observationsOf(facts, 'clip');
    const step = stepTracker(state, { atMs: mediaMs, still, widthPx, heightPx, observations });
    state = step.state;
    over.push(...step.finished);
    for (const [index, { plate }] of observations.entries()) {
      const number = step.numbers[index];
      if (plate === undefined || number == null || !isAt(plate, plateAt(mediaMs))) continue;
      votes.set(number, (votes.get(number) ?? 0) + plate.confidence);
    }
  }
  const [number] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [];
  const track = [...over, ...state.tracks].find((object) => object.number === number);
  return { plate: track === undefined ? null : toTrack(track).plate, reads: track?.reads ?? [] };
}

/** For each frame, looked at as if there were no other: its surest read of the labelled plate. */
export async function readSingly(
  frames: readonly VideoFrame[],
  models: SegmentModels,
  plateAt: PlateAt,
): Promise<(PlateRead | null)[]> {
  const reads: (PlateRead | null)[] = [];
  for (const frame of frames) {
    for await (const { facts } of detectFrames(streamed([frame]), models, IN_DETAIL)) {
      const here = platesOf(facts).filter((plate) => isAt(plate, plateAt(frame.mediaMs)));
      reads.push(here.sort((a, b) => b.confidence - a.confidence)[0] ?? null);
    }
  }
  return reads;
}

function platesOf({ detections, loosePlates }: FrameFacts): PlateRead[] {
  return [
    ...detections.flatMap(({ plate }) => plate ?? []),
    ...loosePlates.map(({ plate }) => plate),
  ];
}

/** Read where the label is: they have half of the smaller one in common. */
function isAt(read: PlateRead, plate: BoxXywhPx): boolean {
  const common = areaPx(intersect(read.boxXywhPx, plate));
  return common > 0.5 * Math.min(areaPx(read.boxXywhPx), areaPx(plate));
}

async function* streamed(frames: readonly VideoFrame[]): AsyncGenerator<VideoFrame, void, void> {
  for (const frame of frames) yield await Promise.resolve(frame);
}
