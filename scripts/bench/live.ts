import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Command } from 'commander';
import { askedByUser } from '../../cli/asked-by-user.ts';
import { loadConfig } from '../../cli/config.ts';
import { openHouse, type House } from '../../cli/house.ts';
import { createOutput } from '../../cli/output.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { benchMachine, type BenchMachine } from './bench-machine.ts';
import { burnedTimes, type SegmentTimes } from './live/burned-times.ts';
import { expectedPasses } from './live/expected-passes.ts';
import { startLiveCameras, type LiveCameras } from './live/live-cameras.ts';
import { liveFigures, type LiveFigures } from './live/live-figures.ts';
import { grantPlates } from './live/grant-plates.ts';
import { readPasses } from './live/read-passes.ts';
import { watchIndex } from './live/watch-index.ts';
import { positive } from './positive.ts';
import { startBenchSite } from './site/bench-site.ts';

interface LiveArguments {
  readonly cameras: string;
  readonly minutes: string;
  readonly height: string;
  readonly json: boolean;
}

interface LiveOrder {
  readonly cameras: number;
  readonly minutes: number;
  readonly heightPx: number;
}

const SEGMENT_SECONDS = 2;
const KEYFRAME_SECONDS = 1;
const SCENE_MS = 60_000;
const FIRST_SEGMENT_WITHIN_MS = 60_000;
/** The tracker needs a vehicle's beginning; what was on its way when recording began doesn't count. */
const SETTLED_AFTER_MS = 2_000;
/** After the last pass that counts. */
const GRACE_MS = 20_000;
const PROGRESS_MS = 15_000;

/**
 * `live [--cameras N] [--minutes N] [--height PX] [--json]`: a whole site (`wayside up` with its defaults and
 * segments of 2 s) records RTSP cameras whose pictures carry a clock, all on this machine: the cameras'
 * encoders too. Measures how soon a passing vehicle's plate is in the index; see `LiveFigures`.
 */
export async function liveBench(args: readonly string[]): Promise<void> {
  await new Command('live')
    .option('--cameras <n>', 'cameras, each of 25 frames a second', '1')
    .option('--minutes <n>', 'how long is measured', '3')
    .option('--height <px>', 'of the pictures, 16:9', '720')
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(async (options: LiveArguments) => {
      const output = createOutput(options.json);
      const order = {
        cameras: positive('--cameras', options.cameras),
        minutes: positive('--minutes', options.minutes),
        heightPx: positive('--height', options.height),
      };
      const figures = await measureLive(order, (text) => {
        output.note(text);
      });
      const { heightPx, minutes } = order;
      const machine = benchMachine();
      const settings = { segmentSeconds: SEGMENT_SECONDS, keyframeSeconds: KEYFRAME_SECONDS };
      output.result(
        { type: 'live', ...figures, ...settings, minutes, heightPx, machine },
        textOf(figures, order, machine),
      );
    })
    .parseAsync([...args], { from: 'user' });
}

async function measureLive(order: LiveOrder, note: (text: string) => void): Promise<LiveFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-live-'));
  const closers: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    note('drawing the scene');
    const live = await startLiveCameras({
      folder,
      cameras: order.cameras,
      heightPx: order.heightPx,
      keyframeSeconds: KEYFRAME_SECONDS,
      sceneMs: SCENE_MS,
    });
    closers.push(() => live.close());
    const site = await startBenchSite(folder, settingsOf(live));
    closers.push(() => site.stop());
    const house = await openHouse(loadConfig(site.env));
    closers.push(() => house.close());
    return await measureSite(house, live, order, folder, note);
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

function settingsOf({ cameras }: LiveCameras): object {
  return {
    segmentSeconds: SEGMENT_SECONDS,
    api: { port: 0 },
    cameras: cameras.map(({ cameraId, url }) => ({
      name: cameraId,
      url,
      occasion: 'measuring how soon a plate is found',
      segmentSeconds: SEGMENT_SECONDS,
    })),
  };
}

async function measureSite(
  house: House,
  { truth, cameras }: LiveCameras,
  { minutes }: LiveOrder,
  folder: string,
  note: (text: string) => void,
): Promise<LiveFigures> {
  const { db, objects, keeper } = house.services;
  const cameraIds = cameras.map(({ cameraId }) => cameraId);
  const fromMs = (await everyCameraRecorded(house, cameraIds)) + SETTLED_AFTER_MS;
  const untilMs = fromMs + minutes * 60_000;
  const watch = watchIndex(db);
  while (Date.now() < untilMs + GRACE_MS) {
    await after(Math.min(PROGRESS_MS, Math.max(1, untilMs + GRACE_MS - Date.now())));
    const leftS = Math.max(0, Math.round((untilMs - Date.now()) / 1000));
    note(`${leftS} s to go, ${watch.seen.length} rows written so far`);
  }
  await watch.stop();

  const passes = cameras.flatMap(({ cameraId, firstPictureMs }) =>
    expectedPasses({ cameraId, firstPictureMs, truth }, { fromMs, untilMs }),
  );
  const grant = grantPlates(house, [...new Set(passes.map(({ plate }) => plate))], {
    cameraIds,
    fromMs: fromMs - 60_000,
    toMs: untilMs + 60_000,
  });
  const reads = await readPasses(passes, watch.seen, {
    keeper: house.operator,
    by: askedByUser(),
    grantOf: () => grant,
  });
  const segments = new Map<string, SegmentTimes>();
  for (const { sighting } of reads) {
    if (sighting === null || segments.has(sighting.segmentId)) continue;
    const times = await burnedTimes(sighting.segmentId, { db, objects, keeper, folder });
    segments.set(sighting.segmentId, times);
  }
  const analysisFpsMean = await meanAnalysisFps(house, fromMs, untilMs);
  return liveFigures({ cameras: cameras.length, reads, segments, analysisFpsMean });
}

/** @returns when the last of them began to be recorded */
async function everyCameraRecorded(
  { services: { db } }: House,
  cameraIds: readonly string[],
): Promise<number> {
  const deadlineMs = Date.now() + FIRST_SEGMENT_WITHIN_MS;
  for (;;) {
    const rows = await db
      .selectFrom('segment')
      .select(['cameraId', db.fn.min('startedAt').as('startedAt')])
      .where('cameraId', 'in', [...cameraIds])
      .groupBy('cameraId')
      .execute();
    if (rows.length === cameraIds.length) {
      return Math.max(...rows.map(({ startedAt }) => startedAt.getTime()));
    }
    if (Date.now() > deadlineMs) {
      throw new WaysideError(
        'INTERNAL',
        `of ${cameraIds.length} cameras ${rows.length} are recorded`,
      );
    }
    await after(200);
  }
}

async function meanAnalysisFps(
  { services: { db } }: House,
  fromMs: number,
  untilMs: number,
): Promise<number> {
  const { fps } = await db
    .selectFrom('segment')
    .select(db.fn.avg<number | null>('analysisFps').as('fps'))
    .where('startedAt', '>=', new Date(fromMs))
    .where('startedAt', '<', new Date(untilMs))
    .executeTakeFirstOrThrow();
  return Number((fps ?? 0).toFixed(2));
}

function textOf(figures: LiveFigures, order: LiveOrder, machine: BenchMachine): string {
  const { cameras, passes, samples, exact, missed } = figures;
  return [
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}`,
    `${cameras} cameras of ${order.heightPx}p25, segments of ${SEGMENT_SECONDS} s, ${order.minutes} minutes; encoders on the same cores`,
    `shutter to index       p50 ${figures.p50Ms} ms, p95 ${figures.p95Ms} ms`,
    `readable to index      p50 ${figures.fromReadableP50Ms} ms, p95 ${figures.fromReadableP95Ms} ms`,
    `segment's end to store p50 ${figures.segmentStoredP50Ms} ms, p95 ${figures.segmentStoredP95Ms} ms`,
    `told time less clock   p50 ${figures.clockErrorP50Ms} ms, p95 of its size ${figures.clockErrorAbsoluteP95Ms} ms`,
    `frames looked at       ${figures.analysisFpsMean} a second`,
    `${passes} vehicles passed: ${samples} measured (${exact} to the letter), ${missed} not found by their whole plate`,
  ].join('\n');
}
