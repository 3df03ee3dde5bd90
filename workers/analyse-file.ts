import type { WaysideError } from '../pipeline/errors.ts';
import type { CustomPattern } from '../pipeline/grammar/plate-grammar.ts';
import { readPlates, type PlateModels } from '../pipeline/plates/read-plates.ts';
import type { ObjectDetector } from '../pipeline/objects/detection.ts';
import {
  detectFrames,
  type DetectOptions,
  type SegmentModels,
} from '../pipeline/segment/detect-frames.ts';
import { observationsOf } from '../pipeline/segment/observations.ts';
import { stepTracker } from '../pipeline/track/step-tracker.ts';
import { isEstablished, toTrack, type Track } from '../pipeline/track/track.ts';
import { EMPTY_TRACKER_STATE, type TrackerState } from '../pipeline/track/tracker-state.ts';
import { decodeFrames } from './media/frames.ts';
import { probe } from './media/probe.ts';

export interface AnalyseOptions {
  readonly models: PlateModels & { readonly objects: ObjectDetector };
  /** Region names as `readPlates` takes them; default `['auto']`. */
  readonly regions?: readonly string[];
  /** Formats of one's own, on top of the regions'. */
  readonly customPatterns?: readonly CustomPattern[];
  /** Frames analysed a second of media time, at most; default 5. */
  readonly fps?: number;
  readonly detect?: DetectOptions;
  readonly onProgress?: (progress: AnalyseProgress) => void;
  readonly signal?: AbortSignal;
}

export interface AnalyseProgress {
  readonly mediaMs: number;
  readonly durationMs: number;
  readonly framesAnalysed: number;
  /** Nothing moved in this frame. */
  readonly still: boolean;
}

export interface AnalyseSummary {
  readonly durationMs: number;
  readonly framesDecoded: number;
  /** Frames that were looked at, those in which nothing moved among them. */
  readonly framesAnalysed: number;
  readonly framesStill: number;
  readonly wallMs: number;
  /** Media time over wall time: 2 is twice as fast as it happened. */
  readonly realTimeFactor: number;
  /** Of this process, in MiB, since it started. */
  readonly peakRssMb: number;
  /** Set when part of the video was damaged: what could be read was analysed. */
  readonly damage: WaysideError | null;
}

export type AnalyseResult =
  | { readonly type: 'track'; readonly track: Track }
  | { readonly type: 'summary'; readonly summary: AnalyseSummary };

/**
 * The pipeline on one file, without a database: each track when it ends, its times in milliseconds from
 * the start of the file, then one summary. Holds a few frames and the open tracks, however long the file.
 *
 * @throws WaysideError all that `probe` and `decodeFrames` throw; REGION_UNKNOWN; INTERRUPTED
 */
export async function* analyseFile(
  path: string,
  { models, regions, customPatterns, fps = 5, detect, onProgress, signal }: AnalyseOptions,
): AsyncGenerator<AnalyseResult, void, void> {
  const startedMs = performance.now();
  const stopping = signal === undefined ? {} : { signal };
  const info = await probe(path, stopping);
  const video = decodeFrames(path, { analysisFps: fps, info, ...stopping });
  const segmentModels: SegmentModels = {
    objects: models.objects,
    readPlates: (picture, look) =>
      readPlates(picture, models, {
        ...look,
        ...(regions !== undefined && { regions }),
        ...(customPatterns !== undefined && { customPatterns }),
      }),
  };
  const { widthPx, heightPx, durationMs } = info;
  let state: TrackerState = EMPTY_TRACKER_STATE;
  let framesAnalysed = 0;
  let framesStill = 0;
  for await (const { facts } of detectFrames(video, segmentModels, {
    ...detect,
    onDone: (frame) => {
      video.recycle(frame);
    },
  })) {
    const { mediaMs, still } = facts;
    const observations = observationsOf(facts, path);
    const step = stepTracker(state, { atMs: mediaMs, still, widthPx, heightPx, observations });
    state = step.state;
    framesAnalysed++;
    if (still) framesStill++;
    yield* step.finished.filter(isEstablished).map(asResult);
    onProgress?.({ mediaMs, durationMs, framesAnalysed, still });
  }
  yield* state.tracks.filter(isEstablished).map(asResult);
  const wallMs = performance.now() - startedMs;
  const summary: AnalyseSummary = {
    durationMs,
    framesDecoded: video.report?.framesDecoded ?? 0,
    framesAnalysed,
    framesStill,
    wallMs,
    realTimeFactor: durationMs / wallMs,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    damage: video.report?.damage ?? null,
  };
  yield { type: 'summary', summary };
}

function asResult(object: TrackerState['tracks'][number]): AnalyseResult {
  return { type: 'track', track: toTrack(object) };
}
