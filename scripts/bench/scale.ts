import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { openEmbeddedPostgres } from '../../store/embedded-postgres.ts';
import { openHouse } from '../../workers/testing/house.ts';
import { benchMachine, percentile } from './bench-machine.ts';
import { makeLiveSegments } from './scale/live-segments.ts';
import { measureRound, type ScaleRound } from './scale/scale-round.ts';

interface ScaleOptions {
  readonly rounds: string;
  readonly cameras: string;
  readonly segments: string;
  readonly fps: string;
  readonly oneCoreEach: boolean;
  readonly json: boolean;
}

/**
 * How many segments an hour one worker process gets done and how many two, with one inference thread each:
 * real processes, queue, keeper, database and objects on this machine. Rounds of one and of two take turns,
 * each order as often, so that a machine that gets slower or faster meanwhile favours neither.
 *
 * One worker alone already uses more than a core: ffmpeg decodes the next segment while the models are at
 * work. On two cores that bounds the ratio at 2 by the cores that one worker keeps busy; `--one-core-each`
 * asks instead what a second machine would bring.
 */
export async function scaleBench(args: readonly string[]): Promise<void> {
  await new Command('scale')
    .option('--rounds <n>', 'of each, of which the median is taken', '4')
    .option('--cameras <n>', 'that are looked at', '4')
    .option('--segments <n>', 'of each camera, two seconds each', '12')
    .option('--fps <n>', 'frames analysed a second of video', '5')
    .option('--one-core-each', 'each worker keeps to a core of its own (taskset)', false)
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(measure)
    .parseAsync([...args], { from: 'user' });
}

const MS_PER_HOUR = 3_600_000;

async function measure(options: ScaleOptions): Promise<void> {
  const output = createOutput(options.json);
  const folder = await mkdtemp(join(tmpdir(), 'wayside-scale-'));
  // As root the database's server runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  const postgres = await openEmbeddedPostgres({ dataFolder: join(folder, 'data') });
  try {
    const files = await makeLiveSegments(folder, Number(options.segments));
    const house = await openHouse(postgres.url, postgres.url);
    const config = { ...house.config, threads: 1, analysisFps: Number(options.fps) };
    try {
      const machine = benchMachine();
      output.result(
        { type: 'machine', ...machine },
        `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, onnxruntime ${machine.onnxruntime}`,
      );
      const rounds: ScaleRound[] = [];
      for (let i = 0; i < Number(options.rounds); i++) {
        for (const workers of i % 2 === 0 ? [1, 2] : [2, 1]) {
          const round = await measureRound({ ...house, config }, files, {
            ...{ workers, cameras: Number(options.cameras), round: `${i}-${workers}` },
            oneCoreEach: options.oneCoreEach,
          });
          rounds.push(round);
          output.result({ type: 'round', ...round }, lineOf(round));
        }
      }
      const figures = figuresOf(rounds);
      output.result(
        { type: 'scale', ...figures },
        `1 worker ${figures.segmentsPerHour1} segments an hour, 2 workers ` +
          `${figures.segmentsPerHour2}: ${figures.ratio.toFixed(2)} ×`,
      );
    } finally {
      await house.close();
    }
  } finally {
    await postgres.release();
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(rounds: readonly ScaleRound[]) {
  const of = (workers: number, what: (round: ScaleRound) => number): number =>
    percentile(rounds.filter((round) => round.workers === workers).map(what), 0.5);
  const perHour = (workers: number) =>
    Math.round(of(workers, ({ segments, wallMs }) => (segments * MS_PER_HOUR) / wallMs));
  const segmentsPerHour1 = perHour(1);
  const segmentsPerHour2 = perHour(2);
  return {
    ...{ segmentsPerHour1, segmentsPerHour2, ratio: segmentsPerHour2 / segmentsPerHour1 },
    coresBusy1: of(1, coresBusy),
    coresBusy2: of(2, coresBusy),
    cpuMsPerSegment1: of(1, cpuMsPerSegment),
    cpuMsPerSegment2: of(2, cpuMsPerSegment),
  };
}

/** Of the workers and their ffmpegs; keeper, database and the bench itself come on top. */
const coresBusy = ({ workerCpuMs, wallMs }: ScaleRound): number => workerCpuMs / wallMs;
const cpuMsPerSegment = ({ workerCpuMs, segments }: ScaleRound): number => workerCpuMs / segments;

function lineOf(round: ScaleRound): string {
  const { workers, segments, wallMs } = round;
  return (
    `${workers} worker${workers === 1 ? ' ' : 's'} ${segments} segments in ${(wallMs / 1000).toFixed(1)} s, ` +
    `${coresBusy(round).toFixed(2)} cores busy, ${cpuMsPerSegment(round).toFixed(0)} ms CPU a segment`
  );
}
