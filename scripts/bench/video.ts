import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadObjectDetector } from '../../models/object-detector.ts';
import { loadTextLocaliser } from '../../models/text-localiser.ts';
import { loadTextReader } from '../../models/text-reader.ts';
import { readPlates } from '../../pipeline/plates/read-plates.ts';
import type { SegmentModels } from '../../pipeline/segment/detect-frames.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { readPhotograph } from '../../workers/media/photograph.ts';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { regionHelp } from '../../cli/region-help.ts';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { benchMachine } from './bench-machine.ts';
import { labelledSets, type LabelledSet } from './accuracy-labels.ts';
import {
  compareReads,
  isRight,
  scoreClips,
  type ClipResult,
  type VideoScore,
} from './video-score.ts';
import { makeApproachClip } from './video-clip.ts';
import {
  EVERY_FRAME,
  readFrames,
  readFused,
  readSingly,
  rememberObjects,
  rememberReads,
} from './video-read.ts';

export interface VideoOptions {
  /** Clips of each set, at most: spread evenly over its labelled plates. */
  readonly clips: number;
  readonly fps: number;
  readonly threads: number;
  readonly seed: number;
  readonly region: string;
  readonly onClip?: (result: ClipResult, set: string) => void;
}

export const VIDEO_DEFAULTS: VideoOptions = {
  clips: 48,
  fps: 5,
  threads: 2,
  seed: 1,
  region: 'auto',
};

/** `video DIR… [--clips N] [--region R] [--misses] [--json]`: fused plates against single frames. */
export async function videoBench(args: readonly string[]): Promise<void> {
  await new Command('video')
    .argument('<dir...>', 'sets, or folders of sets: photographs with a labels.jsonl')
    .option('--clips <n>', 'clips of each set, at most', String(VIDEO_DEFAULTS.clips))
    .option('--region <region>', regionHelp, VIDEO_DEFAULTS.region)
    .option('--threads <n>', 'threads inside one inference', String(VIDEO_DEFAULTS.threads))
    .option('--misses', 'print the clips whose fused plate is wrong, either way of reading', false)
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(measure)
    .parseAsync([...args], { from: 'user' });
}

interface VideoArguments {
  readonly clips: string;
  readonly region: string;
  readonly threads: string;
  readonly misses: boolean;
  readonly json: boolean;
}

async function measure(folders: readonly string[], given: VideoArguments): Promise<void> {
  const output = createOutput(given.json);
  plateGrammar([given.region]);
  const { version } = await findFfmpeg();
  const machine = { ...benchMachine(), ffmpeg: version, threads: Number(given.threads) };
  output.result(
    { type: 'machine', ...machine },
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, onnxruntime ${machine.onnxruntime}, ffmpeg ${version}, ${machine.threads} threads`,
  );
  const options: Partial<VideoOptions> = {
    clips: Number(given.clips),
    region: given.region,
    threads: Number(given.threads),
    onClip: (clip, set) => {
      const right = isRight(clip.label, clip.fused) && isRight(clip.label, clip.fusedAsPlanned);
      if (!given.misses || right) return;
      output.result(
        { type: 'miss', set, ...clip },
        `${set} ${clip.image}: ${clip.label}, not ${clip.fused ?? 'read'}`,
      );
    },
  };
  for (const folder of folders) {
    for await (const score of videoScores(folder, options)) {
      output.result({ type: 'video', region: given.region, ...score }, lineOf(score));
    }
  }
}

function lineOf(score: VideoScore): string {
  const percent = (share: number | null): string =>
    share === null ? '–' : `${(share * 100).toFixed(1)}%`;
  if (score.note !== undefined) return `${score.set}: no clips, ${score.note}`;
  return (
    `${score.set}: ${score.clips} clips, fused ${percent(score.fused)} ` +
    `(as planned ${percent(score.fusedAsPlanned)}), best single frame ${percent(score.bestSingleFrame)} ` +
    `(however doubtful ${percent(score.bestSingleFrameHoweverDoubtful)}), ` +
    `median single frame ${percent(score.medianSingleFrame)}, any frame ${percent(score.anyFrame)}, ` +
    `wrong texts given ${score.fusedWrong} fused, ${score.bestSingleFrameWrong} single`
  );
}

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
    const models: SegmentModels = {
      objects,
      readPlates: rememberReads((picture, look) =>
        readPlates(picture, { localiser, reader }, { regions: [options.region], ...look }),
      ),
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
        ...compareReads(text, fused.plate, single),
        fusedAsPlanned: planned.plate?.text ?? null,
      };
      options.onClip?.(result, set.name);
      results.push(result);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** At most `count` of the items, evenly spread, in order. */
function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}
