import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDoor } from './door.ts';

const run = promisify(execFile);
const ip = (line: string) => run('ip', line.split(' '));
const DOORS = fileURLToPath(new URL('./doors-of-namespace.ts', import.meta.url));

/**
 * As a machine of its own, as far as its network goes: a namespace whose processes reach ports of this
 * machine's loopback at the same ports of theirs. In between, TCP ends and goes through a socket of the
 * file system, as some machines let nothing through a cable between namespaces.
 */
export interface LoneMachine {
  /** Put before a command line, to run it there. */
  readonly wrapper: string[];
  /** Packets of its connections vanish; new ones aren't made. Nobody is told. */
  cutCable(): Promise<void>;
  mendCable(): Promise<void>;
  remove(): Promise<void>;
}

/** Why there can be none here; null: there can. */
export async function loneMachineMissing(): Promise<string | null> {
  const name = newName();
  try {
    await ip(`netns add ${name}`);
    await ip(`netns del ${name}`);
    return null;
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)!;
  }
}

export async function startLoneMachine(
  folder: string,
  ports: readonly number[],
): Promise<LoneMachine> {
  const name = newName();
  const sockets = join(folder, name);
  await mkdir(sockets);
  await ip(`netns add ${name}`);
  await ip(`-n ${name} link set lo up`);
  const outer: Server[] = [];
  for (const port of ports) {
    const path = join(sockets, `${port}.sock`);
    outer.push(await openDoor({ path }, { host: '127.0.0.1', port }));
  }
  const wrapper = ['ip', 'netns', 'exec', name];
  const argv = [...wrapper, process.execPath, '--import', import.meta.resolve('tsx'), DOORS];
  const inner = spawn(argv[0]!, [...argv.slice(1), sockets, ...ports.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(inner.stdout, 'data'),
    once(inner, 'exit').then(() => Promise.reject(new Error('the doors did not open'))),
  ]);
  return {
    wrapper,
    async cutCable() {
      await ip(`-n ${name} link set lo down`);
    },
    async mendCable() {
      await ip(`-n ${name} link set lo up`);
    },
    async remove() {
      const ended = once(inner, 'exit');
      inner.stdin.end();
      for (const door of outer) door.close();
      await ended;
      await ip(`netns del ${name}`);
    },
  };
}

function newName(): string {
  return `wayside-${randomBytes(3).toString('hex')}`;
}
