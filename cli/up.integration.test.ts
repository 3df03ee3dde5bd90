import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { stopEmbeddedPostgres } from '../store/embedded-postgres.ts';

const folder = await mkdtemp(join(tmpdir(), 'wayside-up-'));
await chmod(folder, 0o711);
const data = join(folder, 'data');

afterAll(async () => {
  await stopEmbeddedPostgres(data).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

test('up starts everything and, at one Ctrl-C that arrives twice, stops all of it', async () => {
  const config = join(folder, 'wayside.yaml');
  await writeFile(config, 'api: { port: 0 }');
  const entry = fileURLToPath(new URL('./wayside.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), entry, 'up', '--json'],
    {
      env: { ...process.env, WAYSIDE_DATA: data, WAYSIDE_CONFIG: config },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const up = JSON.parse(line) as { api: string; setupCode: string };
  expect(up).toMatchObject({ type: 'up', dataFolder: data, workers: 1 });
  expect(await (await fetch(`${up.api}/healthz`)).json()).toEqual({ status: 'ok' });
  expect(up.setupCode.length).toBeGreaterThan(20);
  const running = join(data, 'database', 'cluster', 'postmaster.pid');
  expect(existsSync(running)).toBe(true);

  const ended = once(child, 'exit');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(existsSync(running)).toBe(false);
  expect(existsSync(join(data, 'keeper', 'keeper.sock'))).toBe(false);
}, 120_000);
