import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadObjectDetector } from '../../models/object-detector.ts';
import type { InferenceCall } from '../../models/session.ts';
import { loadTextLocaliser } from '../../models/text-localiser.ts';
import { loadTextReader } from '../../models/text-reader.ts';
import {
  analyseFile,
  type AnalyseOptions,
  type AnalyseSummary,
} from '../../workers/analyse-file.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { probe } from '../../workers/media/probe.ts';
import { benchMachine, percentile } from './bench-machine.ts';
import {
  loadFloorSessions,
  measureFloorMs,
  type FloorSessions,
  type FrameCalls,
} from './throughput-floor.ts';
import { generatedScenes, scenesOf } from './throughput-scenes.ts';

export interface ThroughputOptions {
  /** Runs of each; medians are given. */
  readonly rounds: number;
  readonly threads: number;
  readonly fps: number;
}

export const THROUGHPUT_DEFAULTS: ThroughputOptions = { rounds: 3, threads: 1, fps: 5 };

export interface SceneThroughput {
  readonly scene: string;
  readonly durationMs: number;
  readonly framesDecoded: number;
  readonly framesAnalysed: number;
  readonly framesStill: number;
  readonly tracks: number;
  readonly inferences: Readonly<Record<string, number>>;
  readonly realTimeFactor: number;
  readonly floorFactor: number;
  readonly ratioToFloor: number;
  readonly peakRssMb: number;
}

/**
 * How fast the pipeline is on 1080p25 H.264, against the floor of the same decoding and the same
 * inferences alone, measured in turns in this very process. Peak memory is the process's own after the
 * first analysis, ffmpeg not counted. Scenes are made from the video, or generated where it is null.
 */
export async function throughput(
  video: string | null,
  given: Partial<ThroughputOptions> = {},
): Promise<readonly SceneThroughput[]> {
  const options = { ...THROUGHPUT_DEFAULTS, ...given };
  const folder = await mkdtemp(join(tmpdir(), 'wayside-throughput-'));
  try {
    const scenes = video === null ? await generatedScenes(folder) : await scenesOf(video, folder);
    const calls: InferenceCall[] = [];
    const session = { threads: options.threads, onRun: (call: InferenceCall) => calls.push(call) };
    const models = {
      objects: await loadObjectDetector(session),
      localiser: await loadTextLocaliser(session),
      reader: await loadTextReader(session),
    };
    const floorSessions = await loadFloorSessions(options.threads);
    const results: SceneThroughput[] = [];
    for (const [scene, path] of Object.entries(scenes) as [string, string][]) {
      results.push(await measureScene(scene, path, models, calls, floorSessions, options));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureScene(
  scene: string,
  path: string,
  models: AnalyseOptions['models'],
  calls: InferenceCall[],
  floorSessions: FloorSessions,
  { rounds, fps }: ThroughputOptions,
): Promise<SceneThroughput> {
  const info = await probe(path);
  const runs: (AnalysedScene & { readonly floorMs: number })[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = await analyseScene(path, models, fps, calls);
    const floorMs = await measureFloorMs(path, fps, info, run.frames, floorSessions);
    runs.push({ ...run, floorMs });
  }
  const [first] = runs;
  const median = (of: (run: (typeof runs)[number]) => number) => percentile(runs.map(of), 0.5);
  const { durationMs, framesDecoded, framesAnalysed, framesStill, peakRssMb } = first!.summary;
  return {
    scene,
    durationMs,
    framesDecoded,
    framesAnalysed,
    framesStill,
    tracks: first!.tracks,
    inferences: countByModel(first!.frames),
    realTimeFactor: median((run) => durationMs / run.summary.wallMs),
    floorFactor: median((run) => durationMs / run.floorMs),
    ratioToFloor: median((run) => run.floorMs / run.summary.wallMs),
    peakRssMb,
  };
}

interface AnalysedScene {
  readonly summary: AnalyseSummary;
  readonly tracks: number;
  readonly frames: readonly FrameCalls[];
}

/**
 * Objects are looked for in the next frame while plates are read in this one, so the calls of a frame
 * are told apart by their network: those for objects come in the order of the frames that moved.
 */
async function analyseScene(
  path: string,
  models: AnalyseOptions['models'],
  fps: number,
  calls: InferenceCall[],
): Promise<AnalysedScene> {
  calls.length = 0;
  const frames: FrameCalls[] = [];
  let summary: AnalyseSummary | null = null;
  let tracks = 0;
  const onFrame = (still: boolean) => {
    const objects = still ? [] : takeFirst(calls, (call) => call.model === 'nanodet-g', 1);
    const plates = takeFirst(calls, (call) => call.model !== 'nanodet-g', Infinity);
    frames.push({ objects, plates });
  };
  const onProgress: AnalyseOptions['onProgress'] = ({ still }) => {
    onFrame(still);
  };
  for await (const result of analyseFile(path, { models, fps, onProgress })) {
    if (result.type === 'track') tracks++;
    else summary = result.summary;
  }
  return { summary: summary!, tracks, frames };
}

function takeFirst(
  calls: InferenceCall[],
  fits: (call: InferenceCall) => boolean,
  count: number,
): InferenceCall[] {
  const taken = calls.filter(fits).slice(0, count);
  for (const call of taken) calls.splice(calls.indexOf(call), 1);
  return taken;
}

function countByModel(frames: readonly FrameCalls[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { model } of frames.flatMap((f) => [...f.objects, ...f.plates])) {
    counts[model] = (counts[model] ?? 0) + 1;
  }
  return counts;
}

/** What the figures were measured on. */
export async function throughputMachine(): Promise<Record<string, unknown>> {
  const { version } = await findFfmpeg();
  return { ...benchMachine(), ffmpeg: version };
}
