import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { WaysideError } from '../../../pipeline/errors.ts';
import { saveCamera } from '../../../store/cameras.ts';
import { findFootage, recordFootage } from '../../../store/footage.ts';
import { deterministicId } from '../../../store/identity.ts';
import type { Footage, Segment } from '../../../store/schema.ts';
import type { SegmentFile } from '../../../workers/media/split.ts';
import { jobsOfFootage } from '../../../workers/requeue.ts';
import { startWorkers } from '../../../workers/start-workers.ts';
import { storeSegment } from '../../../workers/store-segment.ts';
import type { House } from '../../../workers/testing/house.ts';
import { SEGMENT_MS } from './live-segments.ts';

export interface ScaleRound {
  readonly workers: number;
  readonly segments: number;
  readonly wallMs: number;
  /** Of the worker processes and their ffmpegs. */
  readonly workerCpuMs: number;
}

export interface RoundOptions {
  readonly workers: number;
  readonly cameras: number;
  /** Another for each round. */
  readonly round: string;
  /** Each worker and its ffmpegs keep to one core, as on a machine of its own. */
  readonly oneCoreEach: boolean;
}

const POLL_MS = 20;
const run = promisify(execFile);
const LONGEST_MS = 30 * 60_000;
const CLOCK_TICKS_PER_SECOND = 100;

/**
 * So many worker processes look at and track the same segments, stored and queued at once for several
 * cameras. Their models are loaded and warm before. As files' footage: that isn't thinned, however much waits.
 */
export async function measureRound(
  house: House,
  files: readonly SegmentFile[],
  { workers: count, cameras, round, oneCoreEach }: RoundOptions,
): Promise<ScaleRound> {
  const workers = await startWorkers(house.config, count, { onLog: tellTrouble });
  try {
    if (oneCoreEach) await Promise.all(workers.pids.map(keepToCore));
    const warmUp = await storeAll(house, files.slice(0, 1), count * 2, `${round}-warm`);
    await drain(house, warmUp);
    const stored = await storeAll(house, files, cameras, round);
    const cpuBeforeMs = await cpuMs(workers.pids);
    const wallMs = await drain(house, stored);
    const workerCpuMs = (await cpuMs(workers.pids)) - cpuBeforeMs;
    return { workers: count, segments: cameras * files.length, wallMs, workerCpuMs };
  } finally {
    await workers.stop();
  }
}

interface StoredRun {
  readonly footage: Footage;
  readonly segments: readonly Segment[];
}

async function storeAll(
  { services }: House,
  files: readonly SegmentFile[],
  cameras: number,
  round: string,
): Promise<StoredRun[]> {
  const runs: StoredRun[] = [];
  const durationMs = files.length * SEGMENT_MS;
  for (let i = 0; i < cameras; i++) {
    const cameraId = `scale-${i}`;
    await saveCamera(services.db, { id: cameraId, region: 'auto' });
    const startedAt = new Date(Date.now() - durationMs);
    const footage = await recordFootage(services.db, {
      ...{ id: deterministicId('scale', round, i), cameraId, startedAt, clockSource: 'given' },
      ...{ fileName: 'live.mp4', sha256: '00'.repeat(32), durationMs },
      ...{ segmentsTotal: files.length, status: 'importing' },
    });
    const segments: Segment[] = [];
    for (const file of files) segments.push(await storeSegment(footage, file, services));
    runs.push({ footage, segments });
  }
  return runs;
}

/** Queues all there is to do, as live cameras would: camera by camera in turn. @returns wall time */
async function drain({ services, database }: House, runs: readonly StoredRun[]): Promise<number> {
  const perRun = runs.map(({ footage, segments }) => jobsOfFootage(footage, segments));
  const most = Math.max(...perRun.map((jobs) => jobs.length));
  const inTurn = Array.from({ length: most }, (_, i) => perRun.flatMap((jobs) => jobs[i] ?? []));
  const startedMs = performance.now();
  await services.queues.enqueue(inTurn.flat());
  for (const { footage } of runs) {
    for (;;) {
      const row = await findFootage(database.kysely, footage.id);
      if (row?.status === 'complete') break;
      if (performance.now() - startedMs > LONGEST_MS) {
        throw new WaysideError('INTERNAL', 'the segments were not done in half an hour');
      }
      await sleep(POLL_MS);
    }
  }
  return performance.now() - startedMs;
}

/** All its threads, and the processes that it starts from now on. */
async function keepToCore(pid: number, core: number): Promise<void> {
  await run('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)]);
}

/** Used so far by the processes and by their children that ended. */
async function cpuMs(pids: readonly number[]): Promise<number> {
  let ticks = 0;
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces: utime, stime, cutime and cstime are fields 14 to 17 of proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    for (const field of fields.slice(11, 15)) ticks += Number(field);
  }
  return (ticks * 1000) / CLOCK_TICKS_PER_SECOND;
}

function tellTrouble(line: string): void {
  if (/"level":(40|50|60)/.test(line)) process.stderr.write(`${line}\n`);
}
