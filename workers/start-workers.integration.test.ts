import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { processIdentity } from '../store/embedded/process-identity.ts';
import { startTestPostgres, type TestPostgres } from '../store/testing/test-postgres.ts';
import { ingestFootage, openFootage } from './ingest-footage.ts';
import { startWorkers } from './start-workers.ts';
import { CAMERA_ID, openHouse, type House } from './testing/house.ts';
import { makePlateClip } from './testing/plate-clip.ts';

const isGone = async (pid: number): Promise<boolean> => (await processIdentity(pid)) === null;

describe('worker processes', () => {
  let folder: string;
  let postgres: TestPostgres;
  let house: House;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-workers-'));
    postgres = await startTestPostgres();
    house = await openHouse(postgres.url, postgres.url);
  });
  afterAll(async () => {
    await house.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('are replaced when they die, and end when they are told to', async () => {
    const lines: string[] = [];
    const workers = await startWorkers(house.config, 1, { onLog: (line) => lines.push(line) });
    onTestFinished(() => workers.stop());
    const [first] = workers.pids;
    process.kill(first!, 'SIGKILL');
    await expect
      .poll(() => workers.pids.filter((pid) => pid !== first), { timeout: 10_000 })
      .toHaveLength(1);
    await expect
      .poll(() => lines.filter((line) => line.includes('taking jobs')), { timeout: 30_000 })
      .toHaveLength(2);
    const [second] = workers.pids;
    await workers.stop();
    expect(workers.pids).toEqual([]);
    expect(await isGone(second!)).toBe(true);
  });

  it('end within ten seconds in the middle of a segment, which stays to be done', async () => {
    const clip = await makePlateClip(folder);
    const file = await openFootage(
      clip,
      { cameraId: CAMERA_ID, startedAt: new Date(Date.now() - 3_600_000) },
      house.services,
    );
    const workers = await startWorkers(house.config, 1);
    onTestFinished(() => workers.stop());
    await ingestFootage(file, 10_000, house.services, { onStored: () => undefined });
    const scratch = house.config.services.scratchFolder;
    const opened = async (): Promise<number> =>
      (await readdir(join(scratch, `process-${workers.pids[0]}`))).length;
    await expect.poll(opened, { timeout: 20_000 }).toBeGreaterThan(0);
    const before = performance.now();
    await workers.stop();
    expect(performance.now() - before).toBeLessThan(10_500);
    // No clear picture stays behind.
    expect(await readdir(scratch)).toEqual([`process-${process.pid}`]);
  });

  it('end when the process that started them is killed', async () => {
    const parent = fork(new URL('./testing/worker-parent.ts', import.meta.url), {
      execArgv: ['--import', import.meta.resolve('tsx')],
    });
    parent.send(house.config);
    const [pids] = (await once(parent, 'message')) as [number[]];
    expect(await isGone(pids[0]!)).toBe(false);
    parent.kill('SIGKILL');
    await expect.poll(() => isGone(pids[0]!), { timeout: 11_000 }).toBe(true);
  });

  it('say with a code why they can’t start', async () => {
    const { config } = house;
    const jobs = { ...config.services.jobs, url: 'mysql://127.0.0.1/jobs' };
    const failing = startWorkers({ ...config, services: { ...config.services, jobs } }, 2);
    await expect(failing).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('wait for a database that isn’t there yet', async () => {
    const { config } = house;
    const away = new URL(config.services.databaseUrl);
    away.port = '1';
    const lines: string[] = [];
    const services = { ...config.services, databaseUrl: away.href };
    const starting = startWorkers({ ...config, services }, 1, {
      onLog: (line) => lines.push(line),
    });
    let settled = false;
    void starting.finally(() => (settled = true)).catch(() => undefined);
    await expect
      .poll(() => lines.filter((line) => line.includes('DATABASE_UNREACHABLE')).length, {
        timeout: 20_000,
      })
      .toBeGreaterThan(1);
    expect(settled).toBe(false);
    const pid = JSON.parse(lines[0]!) as { pid: number };
    process.kill(pid.pid, 'SIGTERM');
    await expect(starting).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(lines.join('\n')).not.toContain(away.password);
  });
});
