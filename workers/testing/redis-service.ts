import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { unlessAllTests } from './installed.ts';
import { freePort } from './free-port.ts';
import type { BackendService } from './backend-service.ts';

/** Why Redis can't be tested here, or null when it can. */
export function redisMissing(): string | null {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  return unlessAllTests(
    found ? null : 'redis-server is not installed (Debian: apt-get install redis-server)',
  );
}

/** A Redis of the test's own on a free port, with its log of writes on disk, as a cluster would have. */
export async function startRedis(): Promise<BackendService> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;

  const service: BackendService = {
    name: 'Redis',
    jobsUrl: url,
    async start() {
      const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes' };
      const argv = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
      server = spawn('redis-server', argv, { stdio: 'ignore' });
      await answering(url);
    },
    async stop() {
      if (server?.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      server = null;
    },
    async close() {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await service.start();
  return service;
}

async function answering(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
}
