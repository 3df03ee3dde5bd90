import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deterministicId, segmentIdOf } from '../identity.ts';
import { saveCamera } from '../cameras.ts';
import { recordFootage } from '../footage.ts';
import { ensureDays } from '../partitions.ts';
import { markFailed, recordSegment } from '../segments.ts';
import type { FootageOrigin } from '../schema.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { lagOfCameras } from './lag.ts';
import { currentThinning, reviewThinning } from './thinning.ts';

const SEGMENT_MS = 2000;
let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  const db = postgres.database.kysely;
  await sql`truncate segment, footage cascade`.execute(db);
  await sql`update thinning set level = 0, generation = 0, backlog_ms = 0, hold_ms = 0,
    lowered = false, calm_since = null, since = now(), looked_at = 'epoch'`.execute(db);
});

interface RunOptions {
  readonly generation?: number;
  readonly agoMs?: number;
  readonly origin?: FootageOrigin;
}

/** A run of the camera's stream whose last segments, as many as given, wait for detection. */
async function record(
  cameraId: string,
  segments: number,
  { generation = 0, agoMs = 0, origin = 'stream' }: RunOptions = {},
) {
  const db = postgres.database.kysely;
  await saveCamera(db, { id: cameraId, region: 'eu', streamAddress: 'rtsp://192.0.2.1/' });
  const startMs = Date.now() - agoMs - segments * SEGMENT_MS;
  const id = deterministicId('footage', cameraId, generation, startMs);
  const at = (sequence: number): Date => new Date(startMs + sequence * SEGMENT_MS);
  const file = { fileName: 'a.mp4', sha256: 'ab'.repeat(32) };
  await recordFootage(db, {
    ...{ id, cameraId, origin, generation, startedAt: at(0), clockSource: 'camera' },
    ...(origin === 'file' ? file : { fileName: null, sha256: null }),
    ...{ durationMs: segments * SEGMENT_MS, segmentsTotal: null, status: 'importing' },
  });
  const rows = Array.from({ length: segments }, (_, sequence) => ({
    ...{ id: segmentIdOf(id, sequence), day: utcDayOf(at(sequence).getTime()), cameraId },
    ...{ footageId: id, sequence, startedAt: at(sequence), endedAt: at(sequence + 1) },
    ...{ objectKey: `${id}/${sequence}`, byteCount: 1n, status: 'stored' as const },
  }));
  await ensureDays(
    db,
    rows.map(({ day }) => day),
  );
  for (const row of rows) await recordSegment(db, row);
  return rows;
}

const lookAgain = () =>
  sql`update thinning set looked_at = 'epoch'`.execute(postgres.database.kysely);

describe('reviewThinning', () => {
  it('leaves a site alone that has nothing waiting, and one whose files wait', async () => {
    const db = postgres.database.kysely;
    expect(await reviewThinning(db)).toMatchObject({ level: 0, backlogMs: 0, generation: 0 });
    await record('archive', 40, { origin: 'file' });
    await lookAgain();
    expect(await reviewThinning(db)).toMatchObject({ level: 0, backlogMs: 0 });
  });

  it('goes by the mean of the cameras that are recorded', async () => {
    const db = postgres.database.kysely;
    await record('north', 10);
    await record('south', 0);
    expect(await reviewThinning(db)).toMatchObject({ level: 1, backlogMs: 8000 });
    expect(await currentThinning(db)).toMatchObject({ level: 1, backlogMs: 8000, lowered: false });
  });

  it('decides once in two seconds, whoever asks', async () => {
    const db = postgres.database.kysely;
    await record('north', 30);
    const answers = await Promise.all(Array.from({ length: 4 }, () => reviewThinning(db)));
    // Those who come while one decides are told what was in force before.
    for (const { level } of answers) expect([0, 3]).toContain(level);
    expect(await reviewThinning(db)).toMatchObject({ level: 3, generation: 1, backlogMs: 56_000 });
    // A second decision would have begun one more generation had the run been of this one.
    await record('north', 30, { generation: 1 });
    expect(await reviewThinning(db)).toMatchObject({ generation: 1, backlogMs: 56_000 });
  });

  it('begins a generation, and another when that one falls behind too', async () => {
    const db = postgres.database.kysely;
    await record('north', 30);
    expect(await reviewThinning(db)).toMatchObject({ level: 3, generation: 1 });
    await lookAgain();
    // What was put off isn't what the cameras wait for.
    expect(await reviewThinning(db)).toMatchObject({ level: 3, generation: 1, backlogMs: 0 });
    await record('north', 30, { generation: 1 });
    await lookAgain();
    expect(await reviewThinning(db)).toMatchObject({ level: 3, generation: 2 });
  });
});

describe('lagOfCameras', () => {
  it('is empty without cameras', async () => {
    await sql`truncate camera cascade`.execute(postgres.database.kysely);
    expect(await lagOfCameras(postgres.database.kysely, Date.now())).toEqual([]);
  });

  it('tells the age of what waits of the newest run, and how much waits of all', async () => {
    const db = postgres.database.kysely;
    await sql`truncate camera cascade`.execute(db);
    const [failed] = await record('north', 4, { agoMs: 600_000 });
    await markFailed(db, failed!, 'DECODE_FAILED');
    await record('north', 3, { generation: 1 });
    await record('south', 0);
    await record('files', 2, { origin: 'file' });
    const lags = await lagOfCameras(db, Date.now());
    expect(lags.map(({ cameraId }) => cameraId)).toEqual(['files', 'north', 'south']);
    expect(lags[1]).toMatchObject({ waitingSegments: 6, waitingMs: 12_000 });
    expect(lags[1]!.lagMs).toBeGreaterThanOrEqual(6000);
    expect(lags[1]!.lagMs).toBeLessThan(60_000);
    for (const i of [0, 2]) {
      expect(lags[i]).toMatchObject({ lagMs: 0, waitingSegments: 0, waitingMs: 0 });
    }
  });
});
