import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { loadRecognisers } from '../../models/recognisers.ts';
import type { InferenceCall } from '../../models/session.ts';
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

interface ThroughputOptions {
  readonly rounds: string;
  readonly threads: string;
  readonly fps: string;
  readonly json: boolean;
}

/** Prints what it runs on, then a line for each scene. */
export async function throughputBench(args: readonly string[]): Promise<void> {
  await new Command('throughput')
    .argument('[video]', 'busy scene; left out, scenes are generated')
    .option('--rounds <n>', 'runs of each, of which the median is taken', '3')
    .option('--threads <n>', 'threads inside one inference', '2')
    .option('--fps <n>', 'frames analysed a second of video', '5')
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(measure)
    .parseAsync([...args], { from: 'user' });
}

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
 * first analysis, ffmpeg not counted.
 */
async function measure(video: string | undefined, options: ThroughputOptions): Promise<void> {
  const output = createOutput(options.json);
  const threads = Number(options.threads);
  const folder = await mkdtemp(join(tmpdir(), 'wayside-throughput-'));
  try {
    const scenes =
      video === undefined ? await generatedScenes(folder) : await scenesOf(video, folder);
    const calls: InferenceCall[] = [];
    const session = { threads, onRun: (call: InferenceCall) => calls.push(call) };
    const models = await loadRecognisers(session);
    const floorSessions = await loadFloorSessions(threads);
    const machine = { ...benchMachine(), ffmpeg: (await findFfmpeg()).version, threads };
    output.result(
      { type: 'machine', ...machine },
      `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, ` +
        `onnxruntime ${machine.onnxruntime}, ffmpeg ${machine.ffmpeg}, ${threads} threads`,
    );
    for (const [scene, path] of Object.entries(scenes) as [string, string][]) {
      const figures = await measureScene(scene, path, models, calls, floorSessions, {
        rounds: Number(options.rounds),
        fps: Number(options.fps),
      });
      output.result({ type: 'throughput', ...figures }, lineOf(figures));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lineOf(f: SceneThroughput): string {
  return (
    `${f.scene.padEnd(6)} ${f.realTimeFactor.toFixed(1)} × real time, ` +
    `floor ${f.floorFactor.toFixed(1)} ×, ratio ${f.ratioToFloor.toFixed(2)}, ` +
    `${f.peakRssMb.toFixed(0)} MB, ${f.tracks} tracks, ${f.framesStill} of ${f.framesAnalysed} still`
  );
}

async function measureScene(
  scene: string,
  path: string,
  models: AnalyseOptions['models'],
  calls: InferenceCall[],
  floorSessions: FloorSessions,
  { rounds, fps }: { readonly rounds: number; readonly fps: number },
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
