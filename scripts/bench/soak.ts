import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { startFaultSite, type FaultSite } from '../../workers/testing/faults/fault-site.ts';
import { makeLargerClip } from '../../workers/testing/faults/loop-clip.ts';
import { endAndCheck, recovered } from '../../workers/testing/faults/recovery.ts';
import { benchMachine, type BenchMachine } from './bench-machine.ts';
import { positive } from './positive.ts';
import { makeFaults } from './soak/make-faults.ts';
import { MemoryWatch } from './soak/memory-watch.ts';
import { passesIn, soakFigures, type SoakFigures } from './soak/soak-figures.ts';

interface SoakArguments {
  readonly minutes: string;
  readonly cameras: string;
  readonly workers: string;
  readonly every: string;
  readonly seed: string;
  readonly json: boolean;
}

interface SoakOrder {
  readonly minutes: number;
  readonly cameras: number;
  readonly workers: number;
  readonly everySeconds: number;
  readonly seed: number;
}

const FIRST_VIDEO_WITHIN_MS = 120_000;
/** What was recorded is looked at for so long after the last of it. */
const FINISH_WITHIN_MS = 15 * 60_000;

/**
 * `soak [--minutes N] [--cameras N] [--workers N] [--every S] [--seed N] [--json]`: a whole site (RTSP
 * cameras, ingest, workers, keeper, PostgreSQL, Redis, S3, all on this machine) with a fault every half
 * minute, and then the count of what is in the results; see `SoakFigures`. The same seed makes the same
 * faults; when they meet what, the machine decides.
 */
export async function soakBench(args: readonly string[]): Promise<void> {
  await new Command('soak')
    .option('--minutes <n>', 'how long faults are made', '5')
    .option('--cameras <n>', 'that are recorded', '3')
    .option('--workers <n>', 'two or more: the last is never killed', '2')
    .option('--every <s>', 'seconds from fault to fault', '30')
    .option('--seed <n>', 'of the faults', '1')
    .option('--json', 'one JSON object', false)
    .exitOverride()
    .action(async (options: SoakArguments) => {
      const output = createOutput(options.json);
      const order = {
        minutes: positive('--minutes', options.minutes),
        cameras: positive('--cameras', options.cameras),
        workers: positive('--workers', options.workers),
        everySeconds: positive('--every', options.every),
        seed: positive('--seed', options.seed),
      };
      const note = (text: string): void => {
        output.note(`${new Date().toISOString()} ${text}`);
      };
      const figures = await untilInterrupted((signal) => soak(order, note, signal));
      const machine = benchMachine();
      output.result(
        { type: 'soak', ...figures, ...order, machine },
        textOf(figures, order, machine),
      );
    })
    .parseAsync([...args], { from: 'user' });
}

/** Ctrl-C ends it in order, with everything that it started. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort(new WaysideError('INTERRUPTED', 'the soak was interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  try {
    return await work(stopping.signal);
  } catch (error) {
    throw stopping.signal.aborted ? stopping.signal.reason : error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

async function soak(
  order: SoakOrder,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<SoakFigures> {
  note('starting a site');
  const site = await startFaultSite({ jobs: 'Redis', objects: 'S3', workers: order.workers });
  try {
    signal.throwIfAborted();
    return await soakSite(site, order, note, signal);
  } finally {
    note('closing');
    await site.close();
  }
}

async function soakSite(
  site: FaultSite,
  { minutes, cameras, everySeconds, seed }: SoakOrder,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<SoakFigures> {
  const { db, house } = site;
  const cameraIds = Array.from({ length: cameras }, (_, i) => `camera-${i + 1}`);
  const clips = [site.clip, await makeLargerClip(site.clip)] as const;
  for (const cameraId of cameraIds) await site.addCamera(cameraId);
  await site.startRecording();
  await recovered(site, cameraIds, Date.now(), FIRST_VIDEO_WITHIN_MS, { signal });
  note('every camera is recorded');

  const memory = new MemoryWatch(() => [
    { role: 'ingest', pid: site.ingest?.pid },
    { role: 'keeper', pid: house.keeper.pid },
    { role: 'worker', pid: site.workers.pids.at(-1) },
  ]);
  try {
    const schedule = {
      ...{ durationMs: minutes * 60_000, everyMs: everySeconds * 1000 },
      random: seededRandom(seed),
    };
    const faults = await makeFaults({ site, cameraIds, clips }, schedule, { note, signal });
    const growth = memory.growthMb();
    memory.stop();
    note('recording ends; workers finish');
    const rubbishCameraIds = new Set(
      faults.filter(({ kind }) => kind === 'camera-sends-rubbish').map((f) => f.cameraId!),
    );
    const found = await endAndCheck(site, FINISH_WITHIN_MS, { rubbishCameraIds, signal });
    return soakFigures(found, faults, await passesIn(db), growth);
  } finally {
    memory.stop();
  }
}

function textOf(figures: SoakFigures, order: SoakOrder, machine: BenchMachine): string {
  const { passes, findings } = figures;
  const made = Object.values(figures.faults).reduce((sum, count) => sum + count, 0);
  return [
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}`,
    `${order.minutes} minutes, ${order.cameras} cameras, ${order.workers} workers, ${made} faults, seed ${order.seed}`,
    `segments ${figures.segments}, lost ${figures.lost}, duplicated ${figures.duplicated}, orphans ${figures.orphans}, stuck ${figures.stuck}`,
    `gaps ${figures.gaps} (${figures.gapSeconds} s), memory grew by ${figures.rssGrowthMb} MB`,
    `passes: about ${passes.expected} shown whole, ${passes.seen} seen, ${passes.twice} of them twice`,
    ...Object.entries(figures.recovery).map(
      ([kind, { p50Ms, mostMs, never }]) =>
        `  ${kind.padEnd(26)} ${figures.faults[kind]} times, over after ${p50Ms} ms, at most ${mostMs} ms, never ${never}`,
    ),
    ...findings,
  ].join('\n');
}
