import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { spawnKeeper } from '../../keeper/spawn.ts';
import { startTestKeeper, type TestKeeper } from '../../keeper/testing/test-keeper.ts';
import { keeperOperations, type KeeperWatch } from './keeper-operations.ts';

let site: TestKeeper;
beforeAll(async () => {
  site = await startTestKeeper();
});
afterAll(() => site.stop());

describe('a keeper’s operations port', () => {
  it('before it is ready: not ready, and no figures but that', async () => {
    const operations = keeperOperations(site.config, { keeper: null, standby: false });
    expect(await operations.readiness()).toEqual({ ready: false, standby: false });
    const text = await operations.metrics();
    expect(text).toContain('wayside_keeper_working{process="keeper"} 0');
    expect(text).not.toContain('wayside_keeper_calls_total');
  });

  it('counts calls by how they ended, and says what its process uses', async () => {
    const operations = keeperOperations(site.config, { keeper: site.keeper, standby: false });
    expect(await operations.readiness()).toEqual({ ready: true, standby: false });
    const before = await operations.metrics();
    for (let i = 0; i < 3; i++) await site.worker.status();
    const refused = site.worker.liveHolds();
    await expect(refused).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    const after = await operations.metrics();
    const calls = (text: string, labels: string) =>
      Number(new RegExp(`calls_total\\{${labels}[^}]*\\} (\\d+)`).exec(text)?.[1] ?? 0);
    const ok = 'call="status",outcome="ok"';
    expect(calls(after, ok) - calls(before, ok)).toBe(3);
    expect(calls(after, 'call="liveHolds",outcome="ROLE_REFUSED"')).toBe(1);
    expect(Number(/process_resident_memory_bytes\S* (\d+)/.exec(after)![1])).toBeGreaterThan(2e7);
    expect(Number(/process_cpu_seconds_total\S* ([\d.]+)/.exec(after)![1])).toBeGreaterThan(0.1);
  });

  it('on standby: not ready, whoever answers at the same socket; ready once it took over', async () => {
    await site.keeper.stop();
    const config = { ...site.config, standby: true };
    const first = await spawnKeeper(config);
    onTestFinished(() => first.stop());
    const watch: KeeperWatch = { keeper: null, standby: false };
    const operations = keeperOperations(config, watch);
    const starting = spawnKeeper(config, { onStandby: () => (watch.standby = true) });
    await expect.poll(() => watch.standby, { timeout: 20_000 }).toBe(true);
    expect(await operations.readiness()).toEqual({ ready: false, standby: true });
    expect(await keeperOperations(config, { keeper: first, standby: false }).readiness()).toEqual({
      ready: true,
      standby: false,
    });

    await first.stop();
    const second = await starting;
    onTestFinished(() => second.stop());
    watch.keeper = second;
    expect(await operations.readiness()).toEqual({ ready: true, standby: false });
    const { pid } = second;
    process.kill(pid!, 'SIGKILL');
    await expect.poll(() => second.working).toBe(false);
    expect(await operations.readiness()).toMatchObject({ ready: false });
    await expect
      .poll(() => operations.readiness(), { timeout: 20_000 })
      .toEqual({ ready: true, standby: false });
  });
});
