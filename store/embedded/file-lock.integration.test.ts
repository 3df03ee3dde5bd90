import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFileLock } from './file-lock.ts';

describe('withFileLock', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-lock-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('lets one in at a time and leaves no file behind', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 6 }, () =>
        withFileLock(join(folder, 'lock'), async () => {
          inside += 1;
          most = Math.max(most, inside);
          await sleep(10);
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives the lock back when the work fails', async () => {
    const failing = withFileLock(join(folder, 'lock'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withFileLock(join(folder, 'lock'), () => Promise.resolve('in'))).toBe('in');
  });

  it('waits for a live holder and takes over from a killed one', async () => {
    const lock = join(folder, 'held');
    const script = `
      import { withFileLock } from ${JSON.stringify(join(import.meta.dirname, 'file-lock.ts'))};
      await withFileLock(${JSON.stringify(lock)}, () => {
        process.stdout.write('in');
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const holder = spawn(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      script,
    ]);
    await once(holder.stdout, 'data');
    let entered = false;
    const waiting = withFileLock(lock, () => {
      entered = true;
      return Promise.resolve();
    });
    await sleep(300);
    expect(entered).toBe(false);
    holder.kill('SIGKILL');
    await waiting;
    expect(entered).toBe(true);
  });
});
