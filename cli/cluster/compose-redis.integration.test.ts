/** What docker-compose.yml starts Redis with, on the Redis of this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../workers/testing/free-port.ts';
import { redisMissing } from '../../workers/testing/redis-service.ts';

const PASSWORD = 'a-password-of-a-test';
const missing = redisMissing();
if (missing !== null) console.warn(`SKIPPED: the Redis of the compose file, because ${missing}`);

it.skipIf(missing !== null)(
  'asks for its password, keeps what it has, ends when told to',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wayside-redis-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const secret = join(folder, 'redis-password');
    await writeFile(secret, PASSWORD);
    const compose = parse(
      await readFile(new URL('../../docker-compose.yml', import.meta.url), 'utf8'),
      { merge: true },
    ) as { services: { redis: { command: [string, string, string] } } };
    const [shell, option, script] = compose.services.redis.command;
    const port = await freePort();
    const here = script
      .replaceAll('$$', '$')
      .replace('/run/secrets/redis-password', secret)
      .replace('appendonly yes', `appendonly yes\nport ${port}\nbind 127.0.0.1`);
    expect(here).toContain(`$(cat ${secret})`);

    const server = spawn(shell, [option, here], { cwd: folder, stdio: 'ignore' });
    onTestFinished(() => void server.kill('SIGKILL'));
    const ended = once(server, 'exit');
    const client = (options: object) => {
      const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, ...options });
      redis.on('error', () => undefined);
      onTestFinished(() => {
        redis.disconnect();
      });
      return redis;
    };
    const known = client({ password: PASSWORD });
    expect(await known.ping()).toBe('PONG');
    expect(await known.config('GET', 'maxmemory-policy')).toContain('noeviction');
    expect(await known.config('GET', 'appendonly')).toContain('yes');
    await expect(client({ maxRetriesPerRequest: 0 }).set('a', '1')).rejects.toThrow(/NOAUTH/);
    // The shell passes no signal on: Redis has to have taken its place.
    const commandLine = await readFile(`/proc/${server.pid!}/cmdline`, 'utf8');
    expect(commandLine).toContain('redis-server');
    expect(commandLine).not.toContain(PASSWORD);
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  },
);
