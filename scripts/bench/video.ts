import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadObjectDetector } from '../../models/object-detector.ts';
import { loadTextLocaliser } from '../../models/text-localiser.ts';
import { loadTextReader } from '../../models/text-reader.ts';
import type { PlateRead, PlateText } from '../../pipeline/plates/plate-reading.ts';
import { readPlates } from '../../pipeline/plates/read-plates.ts';
import type { SegmentModels } from '../../pipeline/segment/detect-frames.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { readPhotograph } from '../../workers/media/photograph.ts';
import { labelledSets, type LabelledSet } from './accuracy-labels.ts';
import { fold } from './accuracy-score.ts';
import { benchMachine } from './bench-machine.ts';
import { makeApproachClip } from './video-clip.ts';
import { EVERY_FRAME, readFrames, readFused, readSingly, rememberObjects } from './video-read.ts';

export interface VideoOptions {
  /** Clips of each set, at most: spread evenly over its labelled plates. */
  readonly clips: number;
  readonly fps: number;
  readonly threads: number;
  readonly seed: number;
  /** A region for all sets; without it the set's name where it is one, else `auto`. */
  readonly region?: string;
  readonly onClip?: (result: ClipResult, set: string) => void;
}

export const VIDEO_DEFAULTS: VideoOptions = { clips: 24, fps: 5, threads: 2, seed: 1 };

export interface ClipResult {
  readonly image: string;
  readonly label: string;
  readonly fused: string | null;
  readonly fusedAsPlanned: string | null;
  readonly bestSingleFrame: string | null;
  readonly medianSingleFrame: string | null;
  /** Frames whose own read is right. */
  readonly framesRight: number;
  readonly frames: number;
}

/** Shares of the clips, folded (O and Q as 0, I as 1); null where there is no clip. */
export interface VideoScore {
  readonly set: string;
  readonly clips: number;
  /** The fused plate of the track, every frame read until it is certain. */
  readonly fused: number | null;
  /** The same by the pipeline's own plan of what to read when, which saves reads. */
  readonly fusedAsPlanned: number | null;
  /** The surest read of all frames of the clip, each looked at by itself. */
  readonly bestSingleFrame: number | null;
  /** The read in the middle when a clip's frames are put in order of how sure they are. */
  readonly medianSingleFrame: number | null;
  /** Any frame's own read is right: what no choice among single frames can beat. */
  readonly anyFrame: number | null;
  /** Why there is no clip. */
  readonly note?: string;
}

const REGIONS = ['cn', 'eu', 'us', 'br'];

/**
 * Turns labelled photographs into approach clips and compares the fused plate with single frames of the
 * same clips. Sets without plate boxes give no clips.
 * @throws WaysideError FILE_MISSING, USAGE; those of `loadSession` and `findFfmpeg`
 */
export async function* videoScores(
  folder: string,
  given: Partial<VideoOptions> = {},
): AsyncGenerator<VideoScore, void, void> {
  const options = { ...VIDEO_DEFAULTS, ...given };
  const sets = await labelledSets(folder);
  const session = { threads: options.threads };
  const objects = rememberObjects(await loadObjectDetector(session));
  const localiser = await loadTextLocaliser(session);
  const reader = await loadTextReader(session);
  for (const set of sets) {
    const region = options.region ?? (REGIONS.includes(set.name) ? set.name : 'auto');
    const models: SegmentModels = {
      objects,
      readPlates: (picture, longSidePx) =>
        readPlates(picture, { localiser, reader }, { regions: [region], longSidePx }),
    };
    const results: ClipResult[] = [];
    for (const result of await clipsOf(set, models, options)) results.push(result);
    yield scoreClips(set.name, results);
  }
}

async function clipsOf(
  set: LabelledSet,
  models: SegmentModels,
  options: VideoOptions,
): Promise<ClipResult[]> {
  const { path: ffmpegPath } = await findFfmpeg();
  const plates = evenly(
    set.images.flatMap(({ image, plates: all }) =>
      all.flatMap(({ text, box_xywh_px: box }) => (box === undefined ? [] : { image, text, box })),
    ),
    options.clips,
  );
  const folder = await mkdtemp(join(tmpdir(), 'wayside-video-'));
  try {
    const results: ClipResult[] = [];
    for (const [index, { image, text, box }] of plates.entries()) {
      const clip = join(folder, 'clip.mp4');
      const photograph = await readPhotograph(join(set.folder, image));
      const { plateXywhPx } = await makeApproachClip(photograph, box, clip, options.seed + index, {
        ffmpegPath,
      });
      const frames = await readFrames(clip, options.fps);
      const single = await readSingly(frames, models, plateXywhPx);
      const fused = await readFused(frames, models, plateXywhPx, EVERY_FRAME);
      const planned = await readFused(frames, models, plateXywhPx, {});
      const result = {
        image,
        ...compareReads(text, fused, single),
        fusedAsPlanned: planned?.text ?? null,
      };
      options.onClip?.(result, set.name);
      results.push(result);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A frame in which nothing was read counts as the least sure. No frames: nothing read. */
export function compareReads(
  label: string,
  fused: Pick<PlateText, 'text'> | null,
  single: readonly (Pick<PlateRead, 'text' | 'confidence'> | null)[],
): Omit<ClipResult, 'image' | 'fusedAsPlanned'> {
  const sure = (read: (typeof single)[number]): number => read?.confidence ?? -1;
  const ordered = [...single].sort((a, b) => sure(b) - sure(a));
  return {
    label,
    fused: fused?.text ?? null,
    bestSingleFrame: ordered[0]?.text ?? null,
    medianSingleFrame: ordered[Math.floor(ordered.length / 2)]?.text ?? null,
    framesRight: single.filter((read) => isRight(label, read?.text ?? null)).length,
    frames: single.length,
  };
}

export function scoreClips(set: string, results: readonly ClipResult[]): VideoScore {
  const share = (right: (result: ClipResult) => boolean): number | null =>
    results.length === 0 ? null : results.filter(right).length / results.length;
  return {
    set,
    clips: results.length,
    fused: share((r) => isRight(r.label, r.fused)),
    fusedAsPlanned: share((r) => isRight(r.label, r.fusedAsPlanned)),
    bestSingleFrame: share((r) => isRight(r.label, r.bestSingleFrame)),
    medianSingleFrame: share((r) => isRight(r.label, r.medianSingleFrame)),
    anyFrame: share((r) => r.framesRight > 0),
    ...(results.length === 0 ? { note: 'its labels have no plate boxes' } : {}),
  };
}

function isRight(label: string, text: string | null): boolean {
  return text !== null && fold(text) === fold(label);
}

/** At most `count` of the items, evenly spread, in order. */
function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

/** What the figures were measured on. */
export async function videoMachine(): Promise<Record<string, unknown>> {
  const { version } = await findFfmpeg();
  return { ...benchMachine(), ffmpeg: version };
}
