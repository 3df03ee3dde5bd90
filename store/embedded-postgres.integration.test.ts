import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { openEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { processIdentity } from './embedded/process-identity.ts';

let folder: string;
const dataFolder = (): string => join(folder, 'data');
const open = (): Promise<EmbeddedPostgres> => openEmbeddedPostgres({ dataFolder: dataFolder() });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wayside-embedded-'));
  await chmod(folder, 0o711);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, statement: string): Promise<unknown[]> {
  const database = openDatabase({ url, poolSize: 1 });
  try {
    return (await sql.raw(statement).execute(database.kysely)).rows;
  } finally {
    await database.close();
  }
}

const runs = async (pid: number): Promise<boolean> => (await processIdentity(pid)) !== null;

describe('openEmbeddedPostgres', () => {
  it('makes a database once for all that ask at the same moment; the last one out stops it', async () => {
    const servers = await Promise.all([open(), open(), open()]);
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    expect(servers.filter(({ started }) => started)).toHaveLength(1);
    const { pid, url } = servers[0];
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await servers[0].release();
    await servers[0].release();
    await servers[1].release();
    expect(await runs(pid)).toBe(true);
    await servers[2].release();
    expect(await runs(pid)).toBe(false);
  });

  it('keeps data, port and password from one start to the next, and the password to itself', async () => {
    const first = await open();
    await query(first.url, 'create table kept as select 7 as value');
    await first.release();
    const second = await open();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select value from kept')).toEqual([{ value: 7 }]);
    const { mode } = await stat(join(dataFolder(), 'database', 'password'));
    expect(mode & 0o077).toBe(0);
    await second.release();
  });

  it('listens on the loopback only and asks for the password', async () => {
    const server = await open();
    expect(await query(server.url, 'show listen_addresses')).toEqual([
      { listenAddresses: '127.0.0.1' },
    ]);
    const wrong = new URL(server.url);
    wrong.password = 'wrong-password';
    const error = await query(wrong.href, 'select 1').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(String(error)).not.toContain('wrong-password');
    await server.release();
  });

  it('comes back on the same port after the server was killed', async () => {
    const before = await open();
    const pool = openDatabase({ url: before.url });
    await sql`create table crashed as select 1 as value`.execute(pool.kysely);
    process.kill(before.pid, 'SIGKILL');
    await until(async () => !(await runs(before.pid)));
    await expect(sql`select 1`.execute(pool.kysely)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      retryable: true,
    });
    const after = await open();
    expect(after.pid).not.toBe(before.pid);
    expect(after.url).toBe(before.url);
    const { rows } = await sql`select value from crashed`.execute(pool.kysely);
    expect(rows).toEqual([{ value: 1 }]);
    await pool.close();
    await before.release();
    expect(await runs(after.pid)).toBe(true);
    await after.release();
    expect(await runs(after.pid)).toBe(false);
  });

  it('outlives a killed starter, is joined by the next process and stopped by it', async () => {
    const { starter, pid } = await startInOtherProcess();
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    expect(await runs(pid)).toBe(true);
    const joined = await open();
    expect(joined).toMatchObject({ pid, started: false });
    await joined.release();
    expect(await runs(pid)).toBe(false);
  });

  it('is not fooled by a pid file whose pid is another program now', async () => {
    const server = await open();
    const pidFile = join(dataFolder(), 'database', 'cluster', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    process.kill(server.pid, 'SIGKILL');
    await until(async () => !(await runs(server.pid)));
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const again = await open();
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.release();
    await again.release();
  });

  it('takes another port when the remembered one is taken', async () => {
    const before = await open();
    await before.release();
    const other = createServer().listen(before.port, '127.0.0.1');
    await once(other, 'listening');
    const after = await open();
    expect(after.port).not.toBe(before.port);
    expect(await query(after.url, 'select value from kept')).toEqual([{ value: 7 }]);
    await after.release();
    other.close();
  });

  it('refuses a cluster of another major version and names it', async () => {
    const old = join(folder, 'old');
    await mkdir(join(old, 'database', 'cluster'), { recursive: true });
    await writeFile(join(old, 'database', 'cluster', 'PG_VERSION'), '12\n');
    await expect(openEmbeddedPostgres({ dataFolder: old })).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining('PostgreSQL 12') as string,
    });
  });

  it.runIf(process.getuid?.() === 0)(
    'as root, names the folder that PostgreSQL cannot pass through, and the remedy',
    async () => {
      const closed = join(folder, 'home');
      await mkdir(closed, { mode: 0o700 });
      await expect(
        openEmbeddedPostgres({ dataFolder: join(closed, 'wayside') }),
      ).rejects.toMatchObject({
        code: 'DATA_FOLDER_UNUSABLE',
        message: expect.stringContaining(`chmod o+x ${closed}`) as string,
      });
    },
  );
});

async function startInOtherProcess(): Promise<{ starter: ChildProcess; pid: number }> {
  const script = `
    import { openEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))};
    const { pid } = await openEmbeddedPostgres({ dataFolder: ${JSON.stringify(dataFolder())} });
    process.stdout.write(String(pid));
    setInterval(() => undefined, 1_000);`;
  const starter = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [pid] = (await once(starter.stdout, 'data')) as [Buffer];
  return { starter, pid: Number(pid.toString()) };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
