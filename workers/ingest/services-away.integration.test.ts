import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../testing/postgres-service.ts';
import { redisMissing, startRedis } from '../testing/redis-service.ts';
import type { BackendService } from '../testing/backend-service.ts';
import { missingSeconds, openIngestHouse, type IngestHouse } from './testing/ingest-house.ts';
import { makesLongTests } from '../testing/faults/long-tests.ts';

const WITHIN = { timeout: 30_000, interval: 200 };
const AWAY_MS = 12_000;

// The same faults, from the camera to the results, are in workers/faults/.
describe.skipIf(!makesLongTests || redisMissing() !== null)(
  'while a service is away, ingest',
  () => {
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let redis: BackendService;
    let house: IngestHouse;

    beforeAll(async () => {
      postgres = await startPostgres();
      redis = await startRedis();
      house = await openIngestHouse(postgres.databaseUrl, redis.jobsUrl);
    });
    afterAll(async () => {
      await house.close();
      await redis.close();
      await postgres.close();
    });

    const count = async (cameraId: string) => (await house.segmentsOf(cameraId)).length;
    const goesOn = async (cameraId: string) => {
      const before = await count(cameraId);
      await expect.poll(() => count(cameraId), WITHIN).toBeGreaterThan(before + 1);
    };

    it('records on without PostgreSQL, for longer than its leases last', async () => {
      house.sources.change([await house.addCamera('bridge')]);
      const ingest = house.runIngest();
      await goesOn('bridge');
      await postgres.stop();
      await sleep(AWAY_MS);
      expect(ingest.counters.spoolEntries).toBeGreaterThan(5);
      await postgres.start();
      await expect.poll(() => ingest.counters.spoolEntries, WITHIN).toBeLessThan(3);
      await ingest.stop();
      const segments = await house.segmentsOf('bridge');
      expect(await house.gapsOf('bridge')).toEqual([]);
      expect(missingSeconds(segments, [])).toBe(0);
      const lastedMs = segments.at(-1)!.endedAt.getTime() - segments[0]!.startedAt.getTime();
      expect(lastedMs).toBeGreaterThan(AWAY_MS);
      expect(segments.map(({ sequence }) => sequence)).toEqual(segments.map((_, i) => i));
      expect(new Set(segments.map(({ footageId }) => footageId)).size).toBe(1);
    });

    it('writes a gap of that time down when PostgreSQL is back', async () => {
      const camera = await house.addCamera('gate');
      house.sources.change([camera]);
      const ingest = house.runIngest();
      await goesOn('gate');
      await postgres.stop();
      house.sources.change([{ ...camera, url: 'file:///nowhere.mp4' }]);
      await sleep(3000);
      house.sources.change([camera]);
      await sleep(4000);
      await postgres.start();
      await goesOn('gate');
      await ingest.stop();
      const gaps = await house.gapsOf('gate');
      expect(gaps.map(({ cause }) => cause)).toContain('CAMERA_UNREACHABLE');
      expect(missingSeconds(await house.segmentsOf('gate'), gaps)).toBe(0);
    });

    it('writes rows without Redis, and queues them when it is back', async () => {
      house.sources.change([await house.addCamera('tunnel')]);
      const waitingBefore = await house.services.queues.pending('detect');
      const ingest = house.runIngest();
      await goesOn('tunnel');
      await redis.stop();
      await goesOn('tunnel');
      await goesOn('tunnel');
      await redis.start();
      await goesOn('tunnel');
      await ingest.stop();
      const stored = await count('tunnel');
      await expect
        .poll(() => house.services.queues.pending('detect'), WITHIN)
        .toBe(waitingBefore + stored);
      expect(await house.gapsOf('tunnel')).toEqual([]);
    });

    it('keeps video in clear only until the keeper answers, and stores it then', async () => {
      house.sources.change([await house.addCamera('harbour')]);
      const { services } = house.ingestConfig;
      const keeper = { ...services.keeper, address: '/nowhere/keeper.sock' };
      const without = house.runIngest({ services: { ...services, keeper } });
      await expect.poll(() => without.counters.spoolEntries, WITHIN).toBeGreaterThan(3);
      await without.stop();
      expect(await count('harbour')).toBe(0);
      const { folder } = house.ingestConfig.spool;
      const clear = async () =>
        (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.clear'));
      const waiting = (await clear()).length;
      expect(waiting).toBeGreaterThan(3);
      const again = house.runIngest();
      await expect.poll(() => count('harbour'), WITHIN).toBeGreaterThan(waiting);
      await again.stop();
      expect(await readdir(folder)).toEqual([]);
      const gaps = await house.gapsOf('harbour');
      expect(gaps.map(({ cause }) => cause)).toEqual(['INGEST_STOPPED']);
      const startMs = (await house.segmentsOf('harbour')).at(0)!.startedAt.getTime();
      expect(gaps[0]!.startedAt.getTime() - startMs).toBeGreaterThan(3000);
      expect(missingSeconds(await house.segmentsOf('harbour'), gaps)).toBe(0);
    });
  },
);
