import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveCamera } from '../cameras.ts';
import { ensureDays } from '../partitions.ts';
import { sampleFootage } from '../testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { liveStatesOf } from './live-states.ts';

const NOW_MS = Date.UTC(2026, 4, 20, 12, 0, 0);
const at = (secondsAgo: number) => new Date(NOW_MS - secondsAgo * 1000);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('tells what each stream does, who is gone, and how far looking is behind', async () => {
  const db = postgres.database.kysely;
  expect(await liveStatesOf(db, [], NOW_MS)).toEqual(new Map());
  for (const id of ['north', 'south', 'never']) await saveCamera(db, { id, region: 'eu' });
  const sample = sampleFootage(at(30), 'north');
  await db
    .insertInto('footage')
    .values({ ...sample.footage, origin: 'stream', fileName: null, sha256: null })
    .execute();
  await ensureDays(db, [sample.segment(0).day]);
  const segments = [0, 1, 2].map((n) => sample.segment(n));
  await db
    .insertInto('segment')
    .values([{ ...segments[0]!, status: 'tracked' }, segments[1]!, segments[2]!])
    .execute();
  const state = {
    holder: '00000000-0000-4000-8000-000000000001',
    state: 'recording',
    cause: null,
    since: at(60),
    clockSource: 'camera',
    codec: 'h264',
    widthPx: 1920,
    heightPx: 1080,
    lastSegmentAt: at(1),
  } as const;
  await db
    .insertInto('cameraState')
    .values([
      { cameraId: 'north', ...state, heldUntil: at(-10) },
      { cameraId: 'south', ...state, heldUntil: at(20) },
    ])
    .execute();
  const states = await liveStatesOf(db, ['north', 'south', 'never'], NOW_MS);
  expect([...states.keys()].sort()).toEqual(['north', 'south']);
  expect(states.get('north')).toMatchObject({
    ...{ state: 'recording', cause: null, since: at(60), codec: 'h264', clockSource: 'camera' },
    lagMs: NOW_MS - segments[1]!.startedAt.getTime(),
  });
  expect(states.get('south')).toMatchObject({
    ...{ state: 'stopped', cause: 'INGEST_STOPPED', since: at(20), lagMs: 0 },
  });
});
