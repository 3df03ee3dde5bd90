import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
import type { VideoFrame } from '../pipeline/image/video-frame.ts';
import { maskFrames } from '../pipeline/redact/fill-masks.ts';
import type { HidingModels } from '../pipeline/redact/hiding-models.ts';
import { withMasks } from '../pipeline/redact/redaction-record.ts';
import type { SegmentModels } from '../pipeline/segment/detect-frames.ts';
import { detectSegment, type DetectedSegment } from '../pipeline/segment/detect-segment.ts';
import { withQuietFrames } from '../pipeline/segment/quiet-frames.ts';
import type { Segment } from '../store/schema.ts';
import type { Gate } from './gate.ts';
import { decodeFrames, type DecodeReport } from './media/frames.ts';
import { probe } from './media/probe.ts';
import { isSameSize, type PictureInfo, type PictureSizes } from './picture-sizes.ts';
import { openSealedFile } from './open-sealed-file.ts';
import { prefetch } from '../pipeline/segment/prefetch.ts';
import type { Services } from './services.ts';
import { watchSecondStream, type WatchedStream } from './watch-second-stream.ts';

/** Frames decoded ahead of the models; a 1080p frame takes some 4 MB. */
const FRAMES_AHEAD = 3;

export interface AnalysisTools {
  /** The models, reading plates of the region. */
  readonly modelsFor: (region: string) => SegmentModels & { readonly hiding: HidingModels };
  /** One segment at a time goes through the models; the next is opened and decoded meanwhile. */
  readonly gate: Gate;
  readonly pictureSizes: PictureSizes;
}

/** How a segment is looked at. */
export interface SegmentView {
  readonly region: string;
  /** Frames a second of media time. */
  readonly analysisFps: number;
  /** Filled in every frame before anything looks at it. */
  readonly masks: readonly PrivacyMask[];
}

export interface AnalysedSegment extends DetectedSegment {
  /** Set where the video broke off: the last picture that could be made out. */
  readonly damage: { readonly lastMediaMs: number } | null;
}

/**
 * Opens the sealed segment into a file that only this process may read, decodes it, and finds what is
 * in it. Where the camera's smaller stream was recorded beside it, only the spans in which that shows
 * anything are decoded; where it shows nothing, the segment isn't even opened. The files are gone afterwards,
 * whatever happens.
 * @throws WaysideError OBJECT_MISSING, SEAL_BROKEN, EXPIRED, TICKET_INVALID, DISK_FULL, INTERRUPTED,
 *   …_UNREACHABLE, and all of `probe` and `decodeFrames`
 */
export async function analyseSegment(
  segment: Segment,
  view: SegmentView,
  { objects, keeper, scratch }: Pick<Services, 'objects' | 'keeper' | 'scratch'>,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnalysedSegment> {
  const { pictureSizes, gate, modelsFor } = tools;
  const folder = await scratch.newFolder();
  try {
    const watchTools = { gate, pictureSizes, objects: modelsFor(view.region).objects };
    const services = { objects, keeper };
    const watched = await watchSecondStream(segment, folder, view, services, watchTools, signal);
    const durationMs = segment.endedAt.getTime() - segment.startedAt.getTime();
    const known = pictureSizes.of(segment.footageId);
    if (watched?.spans.length === 0 && known !== null) {
      return await nothingIn(known, durationMs, watched, modelsFor(view.region));
    }
    const path = join(folder, 'segment');
    const { objectKey, footageTicket } = segment;
    await openSealedFile(path, { objectKey, ticket: footageTicket }, services);
    const look = async (info: PictureInfo): ReturnType<typeof lookAt> => {
      const found = await lookAt({ path, info, durationMs, watched }, view, tools, signal);
      if (watched === null || found.analysed.damage === null) return found;
      // How far it is sound is known only when all of it was decoded.
      return lookAt({ path, info, durationMs, watched: null }, view, tools, signal);
    };
    if (known !== null) {
      const { analysed, firstSizePx } = await look(known);
      if (firstSizePx === null || isSameSize(firstSizePx, known)) return analysed;
      // The camera changed its picture in the middle of a run.
    }
    const info = await probe(path, { signal });
    pictureSizes.learn(segment.footageId, info);
    if (watched?.spans.length === 0) {
      return await nothingIn(info, durationMs, watched, modelsFor(view.region));
    }
    return (await look(info)).analysed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface OpenSegment {
  readonly path: string;
  readonly info: PictureInfo;
  readonly durationMs: number;
  /** Null: all of it is to be looked at. */
  readonly watched: WatchedStream | null;
}

async function lookAt(
  { path, info, durationMs, watched }: OpenSegment,
  { region, masks, analysisFps }: SegmentView,
  { modelsFor, gate }: AnalysisTools,
  signal: AbortSignal,
): Promise<{ analysed: AnalysedSegment; firstSizePx: DecodeReport['firstSizePx'] }> {
  const spans = watched === null ? {} : { spans: watched.spans };
  const video = decodeFrames(path, { analysisFps, info, signal, ...spans });
  const frames = prefetch(maskFrames(video, masks), FRAMES_AHEAD);
  try {
    const { widthPx, heightPx } = info;
    const framesDecoded = () => (video.report?.framesDecoded ?? 0) + (watched?.framesDecoded ?? 0);
    const media = { widthPx, heightPx, durationMs, framesDecoded };
    const detected = await gate(() =>
      detectSegment(frames, media, modelsFor(region), {
        onDone: (frame) => {
          video.recycle(frame);
        },
      }),
    );
    const report = video.report;
    const damage = report?.damage == null ? null : { lastMediaMs: report.lastMediaMs };
    const crops = detected.crops.map(({ cropId, own, masked }) => ({
      cropId,
      own: { ...own, record: withMasks(own.record, masks) },
      masked: { ...masked, record: withMasks(masked.record, masks) },
    }));
    const facts = watched === null ? detected.facts : withQuietFrames(detected.facts, watched);
    return { analysed: { facts, crops, damage }, firstSizePx: report?.firstSizePx ?? null };
  } finally {
    await frames.return();
  }
}

async function nothingIn(
  { widthPx, heightPx }: PictureInfo,
  durationMs: number,
  watched: WatchedStream,
  models: SegmentModels & { readonly hiding: HidingModels },
): Promise<AnalysedSegment> {
  const framesDecoded = () => watched.framesDecoded;
  const media = { widthPx, heightPx, durationMs, framesDecoded };
  const { facts, crops } = await detectSegment(noFrames(), media, models);
  return { facts: withQuietFrames(facts, watched), crops, damage: null };
}

async function* noFrames(): AsyncGenerator<VideoFrame, void, void> {
  // Nothing of the segment was worth decoding.
}
