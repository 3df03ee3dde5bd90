import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { startIngest } from './start-ingest.ts';
import { missingSeconds, openIngestHouse, type IngestHouse } from './testing/ingest-house.ts';

const WITHIN = { timeout: 40_000, interval: 200 };
const IDS = ['a', 'b'];

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

/** As on a machine of its own, with a spool that no other sees. */
async function startOn(host: string) {
  const { spool } = house.ingestConfig;
  const ingest = await startIngest(
    { ...house.ingestConfig, host, spool: { ...spool, folder: join(spool.folder, host) } },
    house.sources,
  );
  onTestFinished(() => ingest.stop());
  return ingest;
}

/** How many cameras each host holds, most first. */
async function held(): Promise<number[]> {
  const rows = await house.database.kysely
    .selectFrom('cameraState')
    .innerJoin('ingestProcess', 'ingestProcess.id', 'cameraState.holder')
    .select((eb) => eb.fn.countAll<bigint>().as('cameras'))
    .groupBy('host')
    .execute();
  return rows.map(({ cameras }) => Number(cameras)).sort((a, b) => b - a);
}

it('a machine takes over the cameras of one that died, and makes room for what comes back of it', async () => {
  house.sources.change(await Promise.all(IDS.map((id) => house.addCamera(id))));
  const one = await startOn('one');
  await startOn('two');
  await expect.poll(held, WITHIN).toEqual([1, 1]);
  const count = async (id: string) => (await house.segmentsOf(id)).length;
  for (const id of IDS) await expect.poll(() => count(id), WITHIN).toBeGreaterThan(2);

  process.kill(one.pid!, 'SIGKILL');
  const killedMs = performance.now();
  // Nobody starts it again for now.
  await one.stop();
  await expect.poll(held, WITHIN).toEqual([2]);
  expect(performance.now() - killedMs).toBeLessThan(20_000);
  for (const id of IDS) {
    const before = await count(id);
    await expect.poll(() => count(id), WITHIN).toBeGreaterThan(before + 1);
  }

  // The machine comes back, with what it had recorded and not stored.
  await startOn('one');
  await expect.poll(held, WITHIN).toEqual([1, 1]);
  for (const id of IDS) {
    const before = await count(id);
    await expect.poll(() => count(id), WITHIN).toBeGreaterThan(before + 1);
  }
  house.sources.change([]);
  await expect.poll(held, WITHIN).toEqual([]);
  for (const id of IDS) {
    const segments = await house.segmentsOf(id);
    const gaps = await house.gapsOf(id);
    expect(missingSeconds(segments, gaps)).toBe(0);
    for (const gap of gaps) {
      const inside = segments.filter(
        ({ startedAt, endedAt }) =>
          startedAt.getTime() < gap.endedAt.getTime() - 200 &&
          endedAt.getTime() > gap.startedAt.getTime() + 200,
      );
      expect(inside).toEqual([]);
    }
  }
});
