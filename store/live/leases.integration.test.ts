import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveCamera } from '../cameras.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { endIngestProcess, livingIngestProcesses, renewIngestProcess } from './ingest-processes.ts';
import { readLeases, releaseLease, renewLeases, takeLeases, type HeldCamera } from './leases.ts';

const IDS = ['a', 'b', 'c'];
const held = (cameraId: string, change: Partial<HeldCamera> = {}): HeldCamera => ({
  ...{ cameraId, state: 'recording', cause: null, since: new Date('2026-05-01T10:00:00Z') },
  ...{
    clockSource: null,
    codec: null,
    widthPx: null,
    heightPx: null,
    lastSegmentAt: null,
    detectionCause: null,
  },
  ...change,
});

describe('leases of cameras', () => {
  let postgres: TestPostgres;
  const [one, two] = [randomUUID(), randomUUID()];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    for (const id of IDS) await saveCamera(postgres.database.kysely, { id, region: 'eu' });
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    await sql`truncate camera_state, ingest_process`.execute(postgres.database.kysely);
  });

  const expire = (cameraId: string) =>
    sql`update camera_state set held_until = now() - interval '1 second'
      where camera_id = ${cameraId}`.execute(postgres.database.kysely);

  it('of no cameras, or unknown ones, are none', async () => {
    const db = postgres.database.kysely;
    expect(await readLeases(db, [])).toEqual([]);
    expect(await readLeases(db, ['nobody knows it'])).toEqual([]);
    expect(await takeLeases(db, one, [], 3)).toEqual([]);
    expect(await renewLeases(db, one, [])).toEqual(new Set());
  });

  it('go to one of two that ask for them at once, each camera to one', async () => {
    const db = postgres.database.kysely;
    const free = await readLeases(db, IDS);
    expect(free.map(({ holder, isExpired }) => [holder, isExpired])).toEqual(
      IDS.map(() => [null, true]),
    );
    const taken = await Promise.all([takeLeases(db, one, free, 3), takeLeases(db, two, free, 3)]);
    expect(
      taken
        .flat()
        .map(({ cameraId }) => cameraId)
        .sort(),
    ).toEqual(IDS);
    expect(taken.flat().map(({ stateBefore }) => stateBefore)).toEqual(IDS.map(() => 'stopped'));
  });

  it('are taken over only as they were seen: expired, and not renewed since', async () => {
    const db = postgres.database.kysely;
    await takeLeases(db, one, await readLeases(db, IDS), 2);
    const seen = await readLeases(db, ['a', 'b']);
    expect(await takeLeases(db, two, seen, 9)).toEqual([]);
    await expire('a');
    await expire('b');
    // The first holder comes back in time for one of them.
    expect(await renewLeases(db, one, [held('b')])).toEqual(new Set(['b']));
    expect(await takeLeases(db, two, seen, 9)).toEqual([{ cameraId: 'a', stateBefore: 'stopped' }]);
    expect(await renewLeases(db, one, [held('a'), held('b')])).toEqual(new Set(['b']));
  });

  it('carry what is known of the camera, and keep what was known before', async () => {
    const db = postgres.database.kysely;
    await takeLeases(db, one, await readLeases(db, ['a']), 1);
    const lastSegmentAt = new Date('2026-05-01T10:00:04Z');
    const seen = { clockSource: 'camera', codec: 'h264', widthPx: 1920, heightPx: 1080 } as const;
    await renewLeases(db, one, [held('a', { ...seen, lastSegmentAt })]);
    await renewLeases(db, one, [held('a', { state: 'failing', cause: 'CAMERA_STALLED' })]);
    const row = await db.selectFrom('cameraState').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      ...seen,
      lastSegmentAt,
      state: 'failing',
      cause: 'CAMERA_STALLED',
    });
    await releaseLease(db, two, 'a', { stopped: true });
    expect((await readLeases(db, ['a']))[0]!.holder).toBe(one);
    await releaseLease(db, one, 'a', { stopped: true });
    expect(await db.selectFrom('cameraState').selectAll().executeTakeFirstOrThrow()).toMatchObject({
      ...{ holder: null, state: 'stopped', cause: null },
    });
  });

  it('of a process that ended are free at once', async () => {
    const db = postgres.database.kysely;
    await renewIngestProcess(db, { id: one, host: 'here' });
    await renewIngestProcess(db, { id: two, host: 'there' });
    await takeLeases(db, one, await readLeases(db, IDS), 9);
    expect(await livingIngestProcesses(db)).toEqual([one, two].sort());
    await endIngestProcess(db, one);
    expect(await livingIngestProcesses(db)).toEqual([two]);
    const free = await readLeases(db, IDS);
    expect(await takeLeases(db, two, free, 9)).toHaveLength(3);
    await sql`update ingest_process set renewed_at = now() - interval '9 seconds'`.execute(db);
    expect(await livingIngestProcesses(db)).toEqual([]);
  });
});
