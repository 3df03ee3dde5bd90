import { spawn } from 'node:child_process';
import { cp, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, utcDayOf } from '../pipeline/time/utc-day.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { openBytesByTicket, sealBytes } from './client/sealed-objects.ts';
import { spawnKeeper } from './spawn.ts';
import { BY, NOW_MS, QUERY, startTestKeeper, type TestKeeper } from './testing/test-keeper.ts';

let site: TestKeeper;
beforeAll(async () => {
  site = await startTestKeeper();
});

/** Settings of a second keeper of the same site: with the same keys, in a folder of its own. */
async function twin(name: string) {
  const folder = path.join(site.folder, name);
  const filter = (file: string) => !file.endsWith('.sock');
  await cp(site.config.folder, folder, { recursive: true, filter });
  return { ...site.config, folder };
}
afterAll(() => site.stop());

describe('the keeper’s life', () => {
  it('goes on after it was killed, log and clients too', async () => {
    const row = await site.sealRow('AB8123');
    const { pid } = site.keeper;
    process.kill(pid!, 'SIGKILL');
    const opened = await site.operator.openRows({
      by: BY,
      grant: site.grant(),
      query: QUERY,
      rows: [row],
    });
    expect(opened.rows).toHaveLength(1);
    expect(site.keeper.pid).not.toBe(pid);
    expect((await site.auditDetails()).slice(-2)).toMatchObject([
      { action: 'keeper-started', keyringCreated: false },
      { action: 'rows-opened' },
    ]);
  });

  it('does not start twice in one folder', async () => {
    await expect(spawnKeeper(site.config)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect((await site.operator.status()).approvers).toEqual(['Ada']);
  });

  it('lets its group in where the settings say so', async () => {
    const socketPath = path.join(site.folder, 'group.sock');
    const own = { ...(await twin('group')), socketPath };
    const keeper = await spawnKeeper({ ...own, groupAccess: true });
    expect((await stat(socketPath)).mode & 0o777).toBe(0o660);
    await keeper.stop();
    await expect(stat(socketPath)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('ends with the process that started it, even when that is killed', async () => {
    const program = fileURLToPath(new URL('./testing/keeper-parent.ts', import.meta.url));
    const own = await twin('other');
    const parent = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), program, JSON.stringify(own)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    const runs = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    expect(runs()).toBe(true);
    parent.kill('SIGKILL');
    for (let waited = 0; runs() && waited < 10_000; waited += 100) await delay(100);
    expect(runs()).toBe(false);
  });

  it('forgets expired days for good, through a restart', async () => {
    const capturedAtMs = NOW_MS - 3 * DAY_MS;
    const expired = await site.sealRow('AB8123', { capturedAtMs });
    const kept = await site.sealRow('AB8123');
    const object = await sealBytes(
      site.worker,
      {
        kind: 'footage',
        content: 'clip',
        objectId: 'o',
        cameraId: 'north',
        startMs: capturedAtMs,
        endMs: capturedAtMs,
      },
      Buffer.from('pictures'),
    );
    const oldestDay = utcDayOf(NOW_MS - DAY_MS);
    for (const kind of ['reads', 'footage'] as const) {
      await site.operator.moveRatchet({ by: BY, kind, oldestDay, reason: 'retention' });
    }
    const check = async () => {
      const rows = [expired, kept];
      const opened = await site.operator.openRows({
        by: BY,
        grant: site.grant(),
        query: QUERY,
        rows,
      });
      expect(opened.rows.map(({ id }) => id)).toEqual([kept.id]);
      expect(opened.expiredIds).toEqual([expired.id]);
      const span = { fromMs: capturedAtMs, cameras: ['north'] };
      const ask = { by: BY, grant: site.grant(), query: QUERY, ...span };
      const plan = await site.operator.search({ ...ask, toMs: NOW_MS });
      expect(plan.expiredBefore).toBe(oldestDay);
      expect(plan.days[0]!.day).toBe(oldestDay);
      await expect(
        site.operator.search({ ...ask, toMs: capturedAtMs + 1000 }),
      ).rejects.toMatchObject({
        code: 'EXPIRED',
      });
      await expect(
        openBytesByTicket(site.worker, 'o', object.ticket, object.sealed),
      ).rejects.toMatchObject({ code: 'EXPIRED' });
    };
    await check();
    await site.keeper.stop();
    site.keeper = await spawnKeeper(site.config);
    await check();
    await site.operator.moveRatchet({
      by: BY,
      kind: 'reads',
      oldestDay: '2020-01-01',
      reason: 'back',
    });
    expect((await site.operator.status()).oldestDays.reads).toBe(oldestDay);
  });

  it('does not start without its keyring, or on a log with an entry taken out', async () => {
    await site.keeper.stop();
    await expect(site.operator.status()).rejects.toMatchObject({ code: 'KEEPER_UNREACHABLE' });
    const { keyring } = keeperPaths(site.config.folder);
    await rename(keyring, `${keyring}.away`);
    await expect(spawnKeeper(site.config)).rejects.toMatchObject({ code: 'KEYRING_INVALID' });
    await rename(`${keyring}.away`, keyring);
    await site.sql.query('alter table audit_entry disable trigger all');
    await site.sql.query('delete from audit_entry where sequence = 2');
    await expect(spawnKeeper(site.config)).rejects.toMatchObject({
      code: 'AUDIT_BROKEN',
      details: { sequence: 2 },
    });
  });
});
