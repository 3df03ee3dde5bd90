import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { openBytesByTicket } from '../../keeper/client/sealed-objects.ts';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { missingSeconds, openIngestHouse, type IngestHouse } from './testing/ingest-house.ts';

const WITHIN = { timeout: 20_000, interval: 200 };

describe('ingest', () => {
  let postgres: TestPostgres;
  let house: IngestHouse;

  beforeEach(async () => {
    postgres = await startTestPostgres();
    house = await openIngestHouse(postgres.url, postgres.url);
  });
  afterEach(async () => {
    await house.close();
    await postgres.stop();
  });

  const stateOf = async (cameraId: string) =>
    house.database.kysely
      .selectFrom('cameraState')
      .selectAll()
      .where('cameraId', '=', cameraId)
      .executeTakeFirst();
  const causesOf = async (cameraId: string) =>
    (await house.gapsOf(cameraId)).map(({ cause }) => cause);

  it('records a camera: segments end to end that open, queued to be looked at, and a run that ends', async () => {
    const camera = await house.addCamera('bridge');
    house.sources.change([camera]);
    const ingest = house.runIngest();
    await expect
      .poll(async () => (await house.segmentsOf('bridge')).length, WITHIN)
      .toBeGreaterThan(3);
    await expect.poll(async () => (await stateOf('bridge'))?.state, WITHIN).toBe('recording');
    await ingest.stop();

    const segments = await house.segmentsOf('bridge');
    expect(segments.map(({ sequence }) => sequence)).toEqual(segments.map((_, i) => i));
    expect(missingSeconds(segments, [])).toBe(0);
    expect(await house.gapsOf('bridge')).toEqual([]);
    const [first] = segments;
    const footage = await house.database.kysely.selectFrom('footage').selectAll().execute();
    expect(footage).toMatchObject([
      {
        cameraId: 'bridge',
        origin: 'stream',
        fileName: null,
        sha256: null,
        startedAt: first!.startedAt,
        segmentsTotal: segments.length,
        durationMs: segments.at(-1)!.endedAt.getTime() - first!.startedAt.getTime(),
        status: 'importing',
      },
    ]);
    const { objects, keeper, queues } = house.services;
    const sealed = await buffer(await objects.get(first!.objectKey));
    const video = await openBytesByTicket(keeper, first!.objectKey, first!.footageTicket!, sealed);
    expect(BigInt(video.length)).toBe(first!.byteCount);
    expect(await queues.pending('detect')).toBe(segments.length);
    expect(await stateOf('bridge')).toMatchObject({
      holder: null,
      clockSource: 'arrival',
      codec: 'h264',
      widthPx: 320,
      heightPx: 180,
    });
    expect(ingest.counters).toMatchObject({ segments: segments.length, spoolEntries: 0 });
  });

  it('tells the time without ingest as a gap between what was recorded before and after', async () => {
    house.sources.change([await house.addCamera('bridge')]);
    const first = house.runIngest();
    await expect
      .poll(async () => (await house.segmentsOf('bridge')).length, WITHIN)
      .toBeGreaterThan(1);
    await first.stop();
    const before = await house.segmentsOf('bridge');
    const second = house.runIngest();
    await expect
      .poll(async () => (await house.segmentsOf('bridge')).length, WITHIN)
      .toBeGreaterThan(before.length + 1);
    await second.stop();
    const segments = await house.segmentsOf('bridge');
    expect(await house.gapsOf('bridge')).toMatchObject([
      {
        cause: 'INGEST_STOPPED',
        startedAt: before.at(-1)!.endedAt,
        endedAt: segments[before.length]!.startedAt,
      },
    ]);
    const runs = await house.database.kysely
      .selectFrom('footage')
      .select(['segmentsTotal'])
      .orderBy('startedAt')
      .execute();
    expect(runs.map(({ segmentsTotal }) => segmentsTotal)).toEqual([
      before.length,
      segments.length - before.length,
    ]);
  });

  it('pauses, resumes and follows changes; every moment is recorded or a gap with its cause', async () => {
    const camera = await house.addCamera('bridge');
    house.sources.change([camera]);
    const setStatus = async (status: 'active' | 'paused') =>
      house.database.kysely.updateTable('camera').set({ status }).execute();
    const ingest = house.runIngest();
    await expect
      .poll(async () => (await house.segmentsOf('bridge')).length, WITHIN)
      .toBeGreaterThan(1);
    await setStatus('paused');
    await expect.poll(async () => (await stateOf('bridge'))?.state, WITHIN).toBe('paused');
    await expect.poll(() => causesOf('bridge'), WITHIN).toEqual(['CAMERA_PAUSED']);
    await setStatus('active');
    await expect.poll(async () => (await stateOf('bridge'))?.state, WITHIN).toBe('recording');

    house.sources.change([{ ...camera, url: 'file:///nowhere/at-all.mp4' }]);
    await expect
      .poll(async () => stateOf('bridge'), WITHIN)
      .toMatchObject({ state: 'failing', cause: 'CAMERA_UNREACHABLE' });
    await expect.poll(() => causesOf('bridge'), WITHIN).toContain('CAMERA_UNREACHABLE');
    const masks = [
      {
        name: 'door',
        polygon: [
          [0, 0],
          [0.5, 0],
          [0, 0.5],
        ] as [number, number][],
      },
    ];
    house.sources.change([{ ...camera, masks }]);
    await expect.poll(async () => (await stateOf('bridge'))?.state, WITHIN).toBe('recording');
    const count = (await house.segmentsOf('bridge')).length;
    await expect
      .poll(async () => (await house.segmentsOf('bridge')).length, WITHIN)
      .toBeGreaterThan(count);

    house.sources.change([]);
    await expect
      .poll(async () => stateOf('bridge'), WITHIN)
      .toMatchObject({ state: 'stopped', holder: null });
    await ingest.stop();
    expect(missingSeconds(await house.segmentsOf('bridge'), await house.gapsOf('bridge'))).toBe(0);
    const runs = await house.database.kysely
      .selectFrom('footage')
      .selectAll()
      .orderBy('startedAt')
      .execute();
    expect(runs.at(-1)!.masks).toEqual(masks);
    expect(ingest.lines.join('')).not.toContain('nowhere/at-all:');
  });

  it('shares cameras evenly, and takes over those of a process that ends', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    house.sources.change(await Promise.all(ids.map((id) => house.addCamera(id))));
    const first = house.runIngest();
    await expect.poll(() => first.counters.camerasHeld, WITHIN).toBe(4);
    const second = house.runIngest();
    await expect
      .poll(() => [first.counters.camerasHeld, second.counters.camerasHeld], WITHIN)
      .toEqual([2, 2]);
    await first.stop();
    await expect.poll(() => second.counters.camerasHeld, WITHIN).toBe(4);
    for (const id of ids) {
      const count = (await house.segmentsOf(id)).length;
      await expect
        .poll(async () => (await house.segmentsOf(id)).length, WITHIN)
        .toBeGreaterThan(count);
      expect(missingSeconds(await house.segmentsOf(id), await house.gapsOf(id))).toBe(0);
    }
  });

  it('records nothing while the disk has less room than it is to keep', async () => {
    house.sources.change([await house.addCamera('bridge')]);
    const { spool } = house.ingestConfig;
    const keepFreeBytes = Number.MAX_SAFE_INTEGER;
    const ingest = house.runIngest({ spool: { ...spool, keepFreeBytes } });
    await expect.poll(() => causesOf('bridge'), WITHIN).toEqual(['DISK_FULL']);
    expect(await stateOf('bridge')).toMatchObject({ state: 'failing', cause: 'DISK_FULL' });
    await ingest.stop();
    expect(await house.segmentsOf('bridge')).toEqual([]);
  });

  it('stops recording when the spool is full, and goes on when there is room again', async () => {
    house.sources.change([await house.addCamera('bridge')]);
    // Nobody answers there.
    const away = { kind: 's3', endpoint: 'http://127.0.0.1:1', bucket: 'none' } as const;
    const services = {
      ...house.ingestConfig.services,
      objects: { ...away, accessKey: 'a', secretKey: 's' },
    };
    const spool = { ...house.ingestConfig.spool, mostBytes: 60_000 };
    const full = house.runIngest({ services, spool });
    await expect.poll(() => causesOf('bridge'), WITHIN).toEqual(['SPOOL_FULL']);
    expect(await stateOf('bridge')).toMatchObject({ state: 'failing', cause: 'SPOOL_FULL' });
    const { spoolEntries } = full.counters;
    expect(spoolEntries).toBeGreaterThan(0);
    expect(await house.segmentsOf('bridge')).toEqual([]);
    await full.stop();
    const again = house.runIngest({ spool });
    await expect
      .poll(async () => (await house.segmentsOf('bridge')).length, WITHIN)
      .toBeGreaterThan(spoolEntries + 2);
    await again.stop();
    const [first] = await house.gapsOf('bridge');
    const segments = await house.segmentsOf('bridge');
    // What waited is all stored, up to the gap.
    expect(first!.cause).toBe('SPOOL_FULL');
    expect(segments.filter(({ startedAt }) => startedAt < first!.startedAt).length).toBeGreaterThan(
      1,
    );
    expect(missingSeconds(segments, await house.gapsOf('bridge'))).toBe(0);
  });
});
