import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { flushTracks, trackSegment } from '../../pipeline/segment/track-segment.ts';
import type { TrackerState } from '../../pipeline/track/tracker-state.ts';
import { analyseSegment } from '../../workers/analyse-segment.ts';
import { loadAnalysisTools } from '../../workers/analysis-tools.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { PictureSizes } from '../../workers/picture-sizes.ts';
import { storeStreams, type StoredStreams } from '../../workers/testing/stored-streams.ts';
import { benchMachine } from './bench-machine.ts';
import { treeUsage } from './ingest/process-tree.ts';
import { makeTwoStreams, ROADS, type Road, type Size } from './second-stream/two-streams.ts';

interface SecondStreamOptions {
  readonly size: string;
  readonly seconds: string;
  readonly json: boolean;
}

/** Prints what it runs on, then a line for each road and way of looking at it. */
export async function secondStreamBench(args: readonly string[]): Promise<void> {
  await new Command('second-stream')
    .option('--size <name>', '1080p or 4k', '1080p')
    .option('--seconds <n>', 'of video, for each road', '40')
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(measure)
    .parseAsync([...args], { from: 'user' });
}

/**
 * What detection costs of a camera of 25 pictures a second, 5 of which are looked at, with a 640×360 stream
 * beside it and without: processor time of this process and its ffmpegs, from the sealed segments to the
 * facts; and the plates that come of it, beside those that were painted.
 */
async function measure({ size, seconds, json }: SecondStreamOptions): Promise<void> {
  const output = createOutput(json);
  const { tools } = await loadAnalysisTools({ threads: 1, customPlates: [] });
  const machine = { ...benchMachine(), ffmpeg: (await findFfmpeg()).version };
  output.result(
    { type: 'machine', ...machine },
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, ffmpeg ${machine.ffmpeg}`,
  );
  for (const road of ROADS) {
    const folder = await mkdtemp(join(tmpdir(), 'wayside-second-stream-'));
    try {
      const order = { size: size as Size, durationMs: Number(seconds) * 1000 };
      const { main, second, plates } = await makeTwoStreams(road, order, folder);
      for (const streams of ['main', 'main and second'] as const) {
        const files = { main, second: streams === 'main' ? null : second };
        const stored = await storeStreams(files, join(folder, streams));
        const figures = { road, size, streams, ...(await look(stored, tools, plates)) };
        output.result({ type: 'second-stream', ...figures }, lineOf(figures));
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

interface Figures {
  /** Processor seconds a minute of video. */
  readonly cpuSecondsPerMinute: number;
  readonly wallSecondsPerMinute: number;
  readonly framesDecoded: number;
  readonly platesPainted: number;
  /** Of the painted ones, those that a track gives exactly. */
  readonly platesRead: number;
  /** Plates of tracks that were never painted. */
  readonly platesWrong: number;
}

async function look(
  { segments, services }: StoredStreams,
  tools: Awaited<ReturnType<typeof loadAnalysisTools>>['tools'],
  painted: readonly string[],
): Promise<Figures> {
  const view = { region: 'auto', analysisFps: 5, masks: [] };
  const own = { ...tools, pictureSizes: new PictureSizes() };
  const { signal } = new AbortController();
  const before = await treeUsage(process.pid);
  const beganMs = performance.now();
  let state: TrackerState | null = null;
  let framesDecoded = 0;
  const found: (string | undefined)[] = [];
  for (const segment of segments) {
    const { facts } = await analyseSegment(segment, view, services, own, signal);
    framesDecoded += facts.framesDecoded;
    const startMs = segment.startedAt.getTime();
    const context = { segmentId: segment.id, startMs, clockSource: 'camera' as const };
    const tracked = trackSegment(state, facts, context);
    state = tracked.state;
    found.push(...tracked.finished.map(({ plate }) => plate?.text));
  }
  found.push(...flushTracks(state).map(({ plate }) => plate?.text));
  const wallMs = performance.now() - beganMs;
  const { cpuMs } = await treeUsage(process.pid);
  const lastedMs = segments.at(-1)!.endedAt.getTime() - segments[0]!.startedAt.getTime();
  const read = new Set(found.filter((text) => text !== undefined));
  return {
    cpuSecondsPerMinute: (60 * (cpuMs - before.cpuMs)) / lastedMs,
    wallSecondsPerMinute: (60 * wallMs) / lastedMs,
    framesDecoded,
    platesPainted: painted.length,
    platesRead: painted.filter((plate) => read.has(plate)).length,
    platesWrong: [...read].filter((plate) => !painted.includes(plate)).length,
  };
}

function lineOf(f: Figures & { road: Road; size: string; streams: string }): string {
  return (
    `${f.road.padEnd(6)} ${f.size} ${f.streams.padEnd(15)} ` +
    `${f.cpuSecondsPerMinute.toFixed(1)} s of processor time a minute of video, ` +
    `${f.framesDecoded} pictures decoded, ${f.platesRead} of ${f.platesPainted} plates, ` +
    `${f.platesWrong} wrong`
  );
}
