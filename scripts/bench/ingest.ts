import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { saveCamera } from '../../store/cameras.ts';
import { openEmbeddedPostgres } from '../../store/embedded-postgres.ts';
import { changingSources } from '../../workers/ingest/changing-sources.ts';
import { startIngest } from '../../workers/ingest/start-ingest.ts';
import { openHouse, type House } from '../../workers/testing/house.ts';
import { startRtspServer } from '../../workers/testing/rtsp/rtsp-server.ts';
import { benchMachine, percentile } from './bench-machine.ts';
import { makeStreetClip } from './ingest/street-clip.ts';
import { treeUsage, type TreeUsage } from './ingest/process-tree.ts';
import { positive } from './positive.ts';

interface IngestArguments {
  readonly cameras: string;
  readonly minutes: string;
  readonly mbits: string;
  readonly streams: string;
  readonly json: boolean;
}

interface IngestOrder {
  readonly cameras: number;
  readonly minutes: number;
  readonly bitsPerSecond: number;
  readonly streams: number;
}

/** Of the ingest process and its ffmpegs, and of what they recorded in the time measured. */
export interface IngestFigures {
  readonly cameras: number;
  readonly minutes: number;
  /** Of each camera's stream, as it was made. */
  readonly megabitsPerSecond: number;
  /** Processor time by what two cores could have given, 0…1. */
  readonly cpuShareOfTwoCores: number;
  /** The most of all looks, and the mean. */
  readonly rssMb: number;
  readonly rssMeanMb: number;
  readonly pssMb: number;
  readonly processes: number;
  readonly segments: number;
  /** Recorded seconds by those there were, of all cameras. */
  readonly covered: number;
  /** From the end of a segment, by the camera's clock, to its row in the table. */
  readonly storedAfterP50Ms: number;
  readonly storedAfterP95Ms: number;
  readonly gaps: number;
  readonly gapCauses: Readonly<Record<string, number>>;
}

const SEGMENT_MS = 2_000;
const LOOK_MS = 5_000;
const ALL_RECORDED_WITHIN_MS = 120_000;
/** What was recorded last is on its way into the tables. */
const STORED_WITHIN_MS = 10_000;
const MEGABYTE = 1024 * 1024;

/**
 * `ingest [--cameras N] [--minutes N] [--mbits N] [--streams N] [--json]`: ingest alone, in a process of its
 * own as `wayside up` starts it, records RTSP cameras of 1080p25; PostgreSQL, keeper and cameras run beside
 * it and don't count. Nothing looks at the video.
 */
export async function ingestBench(args: readonly string[]): Promise<void> {
  await new Command('ingest')
    .option('--cameras <n>', 'that are recorded', '30')
    .option('--minutes <n>', 'how long is measured', '10')
    .option('--mbits <n>', 'megabits a second of each', '4')
    .option(
      '--streams <n>',
      'different encodings that they share, each with keyframes of its own',
      '6',
    )
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(async (options: IngestArguments) => {
      const output = createOutput(options.json);
      const order = {
        cameras: positive('--cameras', options.cameras),
        minutes: positive('--minutes', options.minutes),
        bitsPerSecond: positive('--mbits', options.mbits) * 1_000_000,
        streams: positive('--streams', options.streams),
      };
      const figures = await measureIngest(order, (text) => {
        output.note(text);
      });
      const machine = benchMachine();
      output.result({ type: 'ingest', ...figures, machine }, textOf(figures));
    })
    .parseAsync([...args], { from: 'user' });
}

async function measureIngest(
  order: IngestOrder,
  note: (text: string) => void,
): Promise<IngestFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-ingest-'));
  const closers: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    // As root the database's server runs as another user, who has to pass through.
    await chmod(folder, 0o711);
    const clip = await makeStreetClip(join(folder, 'street.mp4'), order.bitsPerSecond);
    const postgres = await openEmbeddedPostgres({ dataFolder: join(folder, 'data') });
    closers.push(() => postgres.release());
    const house = await openHouse(postgres.url, postgres.url);
    closers.push(() => house.close());
    const server = await startRtspServer();
    closers.push(() => server.close());
    const urls: string[] = [];
    for (let stream = 0; stream < order.streams; stream++) {
      await server.mount(`/street-${stream}`, { feed: { file: clip.path } });
      urls.push(server.url(`/street-${stream}`));
      // Cameras' keyframes don't fall together.
      await after(SEGMENT_MS / order.streams);
    }
    const cameraIds = Array.from({ length: order.cameras }, (_, index) => `street-${index + 1}`);
    for (const id of cameraIds) await saveCamera(house.database.kysely, { id, region: 'auto' });
    const sources = cameraIds.map((cameraId, index) => ({
      ...{ cameraId, url: urls[index % urls.length]!, segmentMs: SEGMENT_MS },
      ...{ detectionUrl: null, masks: [] },
    }));
    const spool = { folder: join(folder, 'spool'), mostBytes: 2e9, keepFreeBytes: 0 };
    const ingest = await startIngest(
      { services: house.config.services, spool, host: 'bench' },
      changingSources(sources),
      { onLog: tellTrouble },
    );
    closers.push(() => ingest.stop());
    await allRecorded(house, order.cameras, note);
    const watched = await watchTree(() => ingest.pid, order.minutes, note);
    await after(STORED_WITHIN_MS);
    return {
      ...{ cameras: order.cameras, minutes: order.minutes },
      megabitsPerSecond: round(clip.bitsPerSecond / 1e6, 2),
      ...usageFigures(watched),
      ...(await recorded(house, order.cameras, watched)),
    };
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

async function allRecorded(
  { database }: House,
  cameras: number,
  note: (text: string) => void,
): Promise<void> {
  const deadlineMs = Date.now() + ALL_RECORDED_WITHIN_MS;
  for (;;) {
    const rows = await database.kysely
      .selectFrom('segment')
      .select('cameraId')
      .distinct()
      .execute();
    if (rows.length === cameras) return;
    if (Date.now() > deadlineMs) {
      throw new WaysideError('INTERNAL', `of ${cameras} cameras ${rows.length} are recorded`);
    }
    note(`${rows.length} of ${cameras} cameras are recorded`);
    await after(2000);
  }
}

interface Watched {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly looks: readonly TreeUsage[];
}

async function watchTree(
  pidNow: () => number | null,
  minutes: number,
  note: (text: string) => void,
): Promise<Watched> {
  const pid = pidNow();
  if (pid === null) throw new WaysideError('INTERNAL', 'ingest is not running');
  const looks = [await treeUsage(pid)];
  const fromMs = Date.now();
  const untilMs = fromMs + minutes * 60_000;
  while (Date.now() < untilMs) {
    await after(Math.min(LOOK_MS, untilMs - Date.now()));
    if (pidNow() !== pid) throw new WaysideError('INTERNAL', 'ingest ended and began anew');
    looks.push(await treeUsage(pid));
    if (looks.length % 6 === 0) {
      const soFar = usageFigures({ fromMs, untilMs: Date.now(), looks });
      note(
        `${Math.round((untilMs - Date.now()) / 1000)} s to go: ` +
          `${(soFar.cpuShareOfTwoCores * 100).toFixed(0)}% of two cores, ${soFar.rssMb} MB`,
      );
    }
  }
  return { fromMs, untilMs: Date.now(), looks };
}

function usageFigures({ fromMs, untilMs, looks }: Watched) {
  const cpuMs = looks.at(-1)!.cpuMs - looks[0]!.cpuMs;
  const most = (value: (look: TreeUsage) => number) => Math.max(...looks.map(value));
  const rssMean = looks.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / looks.length;
  return {
    cpuShareOfTwoCores: round(cpuMs / (2 * (untilMs - fromMs)), 3),
    rssMb: Math.round(most(({ rssBytes }) => rssBytes) / MEGABYTE),
    rssMeanMb: Math.round(rssMean / MEGABYTE),
    pssMb: Math.round(most(({ pssBytes }) => pssBytes) / MEGABYTE),
    processes: most(({ processes }) => processes),
  };
}

/** Of the time measured; a segment counts as far as it lies in it. */
async function recorded({ database }: House, cameras: number, { fromMs, untilMs }: Watched) {
  const [from, until] = [new Date(fromMs), new Date(untilMs)];
  const segments = await database.kysely
    .selectFrom('segment')
    .select(['startedAt', 'endedAt', 'storedAt'])
    .where('startedAt', '<', until)
    .where('endedAt', '>', from)
    .execute();
  const gaps = await database.kysely
    .selectFrom('gap')
    .select('cause')
    .where('startedAt', '<', until)
    .where('endedAt', '>', from)
    .execute();
  const recordedMs = segments.reduce(
    (sum, { startedAt, endedAt }) =>
      sum + Math.min(untilMs, endedAt.getTime()) - Math.max(fromMs, startedAt.getTime()),
    0,
  );
  const storedAfterMs = segments.map(
    ({ endedAt, storedAt }) => storedAt.getTime() - endedAt.getTime(),
  );
  const gapCauses: Record<string, number> = {};
  for (const { cause } of gaps) gapCauses[cause] = (gapCauses[cause] ?? 0) + 1;
  return {
    segments: segments.length,
    covered: round(recordedMs / (cameras * (untilMs - fromMs)), 4),
    storedAfterP50Ms: Math.round(percentile(storedAfterMs, 0.5)),
    storedAfterP95Ms: Math.round(percentile(storedAfterMs, 0.95)),
    gaps: gaps.length,
    gapCauses,
  };
}

function tellTrouble(line: string): void {
  if (/"level":(40|50|60)/.test(line)) process.stderr.write(`${line}\n`);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function textOf(figures: IngestFigures): string {
  const { cameras, minutes, megabitsPerSecond, cpuShareOfTwoCores, rssMb, pssMb } = figures;
  return [
    `${cameras} cameras of 1080p25, ${megabitsPerSecond} Mbit/s each, ${minutes} minutes`,
    `${(cpuShareOfTwoCores * 100).toFixed(1)}% of two cores, ${figures.processes} processes`,
    `${rssMb} MB resident at most (${figures.rssMeanMb} MB on average), ${pssMb} MB with what they share counted once`,
    `${figures.segments} segments, ${(figures.covered * 100).toFixed(2)}% of the time, ${figures.gaps} gaps`,
    `stored p50 ${figures.storedAfterP50Ms} ms, p95 ${figures.storedAfterP95Ms} ms after their end`,
  ].join('\n');
}
