import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { cameraCoverage } from '../store/coverage/camera-coverage.ts';
import { findFootage, recordFootage } from '../store/footage.ts';
import { deterministicId } from '../store/identity.ts';
import { reviewThinning } from '../store/live/thinning.ts';
import type { FootageOrigin, Segment } from '../store/schema.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { startTestPostgres, type TestPostgres } from '../store/testing/test-postgres.ts';
import { splitByCopy, type SegmentFile } from './media/split.ts';
import { jobsOfFootage } from './requeue.ts';
import { startWorkers } from './start-workers.ts';
import { storeSegment } from './store-segment.ts';
import { CAMERA_ID, openHouse, type House } from './testing/house.ts';
import { makePlateClip } from './testing/plate-clip.ts';

const SEGMENT_MS = 2000;
let folder: string;
let postgres: TestPostgres;
let house: House;
const files: SegmentFile[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wayside-thinning-'));
  postgres = await startTestPostgres();
  house = await openHouse(postgres.url, postgres.url);
  const clip = await makePlateClip(folder);
  const outDir = join(folder, 'segments');
  const split = splitByCopy(clip, { segmentMs: SEGMENT_MS, outDir, info: { rotationDeg: 0 } });
  for await (const file of split) files.push(file);
});
afterAll(async () => {
  await house.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Stores a run that began so long ago, and ended. @returns its id, and how to queue its jobs */
async function store(origin: FootageOrigin, count: number, agoMs: number, generation = 0) {
  const { services } = house;
  const startedAt = new Date(Date.now() - agoMs);
  const file = { fileName: 'a.mp4', sha256: 'ab'.repeat(32) };
  const footage = await recordFootage(services.db, {
    ...{ id: deterministicId('test', origin, agoMs), cameraId: CAMERA_ID, origin, startedAt },
    ...(origin === 'file' ? file : { fileName: null, sha256: null }),
    ...{ clockSource: 'arrival', durationMs: count * SEGMENT_MS, segmentsTotal: count },
    ...{ status: 'importing', generation },
  });
  const segments: Segment[] = [];
  for (let sequence = 0; sequence < count; sequence++) {
    const { path } = files[sequence % files.length]!;
    const span = { startMs: sequence * SEGMENT_MS, endMs: (sequence + 1) * SEGMENT_MS };
    segments.push(await storeSegment(footage, { path, sequence, ...span }, services));
  }
  const queue = () => services.queues.enqueue(jobsOfFootage(footage, segments));
  return { id: footage.id, startedAt, queue };
}

it('when detection is far behind, it looks less closely, at the newest first, and at all in the end', async () => {
  const { services } = house;
  const { db } = services;
  const imported = await store('file', 1, 3 * 3_600_000);
  const older = await store('stream', 16, 3_600_000);
  expect(await reviewThinning(db)).toMatchObject({ level: 3, generation: 1 });
  const newer = await store('stream', 2, 60_000, 1);
  for (const run of [imported, older, newer]) await run.queue();

  const lines: string[] = [];
  const workers = await startWorkers(house.config, 1, { onLog: (line) => lines.push(line) });
  onTestFinished(() => workers.stop());
  const complete = async (id: string) => (await findFootage(db, id))?.status === 'complete';
  await expect.poll(() => complete(newer.id), { timeout: 60_000, interval: 50 }).toBe(true);
  const waiting = async (id: string) =>
    (await segmentsOfFootage(db, id)).filter(({ status }) => status === 'stored').length;
  expect(await waiting(older.id)).toBeGreaterThan(8);
  expect(await waiting(imported.id)).toBe(1);

  for (const { id } of [older, imported]) {
    await expect.poll(() => complete(id), { timeout: 120_000 }).toBe(true);
  }
  const looks = async (id: string) =>
    new Set(
      (await segmentsOfFootage(db, id)).map(
        ({ status, analysisFps, isThinned }) => `${status} ${analysisFps} ${isThinned}`,
      ),
    );
  expect(house.config.analysisFps).toBe(3);
  expect(await looks(newer.id)).toEqual(new Set(['tracked 1 true']));
  expect(await looks(older.id)).toEqual(new Set(['tracked 1 true']));
  expect(await looks(imported.id)).toEqual(new Set(['tracked 3 false']));

  // Said once, by the process; and for good, of the time.
  expect(lines.filter((line) => line.includes('newest video first'))).toHaveLength(1);
  const startMs = older.startedAt.getTime();
  const span = { startMs, endMs: startMs + 16 * SEGMENT_MS };
  const { parts } = await cameraCoverage(db, CAMERA_ID, span, () => '2020-01-01');
  expect(parts).toMatchObject([{ ...span, kind: 'covered', analysisFps: 1, thinned: true }]);
}, 240_000);
