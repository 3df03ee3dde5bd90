import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeObjects } from '../testing/objects-suite.ts';
import { openFolderObjects } from './folder-objects.ts';

describeObjects('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-objects-'));
  return {
    objects: await openFolderObjects(join(folder, 'objects')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describe('objects in a folder, when things go wrong', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-objects-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('names a folder that cannot be made', async () => {
    await writeFile(join(folder, 'file'), 'x');
    await expect(openFolderObjects(join(folder, 'file', 'objects'))).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining(join(folder, 'file', 'objects')) as string,
    });
  });

  it('shows no half object when the writer is killed, and removes its rest later', async () => {
    const root = join(folder, 'killed');
    const script = `
      import { Readable } from 'node:stream';
      import { openFolderObjects } from ${JSON.stringify(join(import.meta.dirname, 'folder-objects.ts'))};
      const objects = await openFolderObjects(${JSON.stringify(root)});
      async function* endless() { for (;;) { yield Buffer.alloc(65536); process.stdout.write('.');
        await new Promise((resolve) => setTimeout(resolve, 5)); } }
      await objects.put('a/b', Readable.from(endless(), { objectMode: false }));`;
    const writer = spawn(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      script,
    ]);
    await once(writer.stdout, 'data');
    await sleep(100);
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const objects = await openFolderObjects(root);
    expect(await objects.stat('a/b')).toBeNull();
    const [rest] = await readdir(join(root, '.partial'));
    expect(rest).toBeDefined();
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(join(root, '.partial', rest!), longAgo, longAgo);
    await openFolderObjects(root);
    expect(await readdir(join(root, '.partial'))).toEqual([]);
  });

  it('says DISK_FULL on a full volume and works again once there is room', async (context) => {
    const volume = join(folder, 'volume');
    await mkdir(volume);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', volume], { stdio: 'ignore' });
    } catch {
      context.skip('mounting a small volume takes privileges');
    }
    try {
      const objects = await openFolderObjects(join(volume, 'objects'));
      await objects.put('small', Buffer.alloc(500_000));
      await expect(objects.put('large', Buffer.alloc(2_000_000))).rejects.toMatchObject({
        code: 'DISK_FULL',
        retryable: true,
        message: expect.stringContaining(volume) as string,
      });
      expect(await objects.stat('large')).toBeNull();
      await objects.delete('small');
      await objects.put('fits', Buffer.alloc(800_000));
      expect(await objects.stat('fits')).toMatchObject({ byteCount: 800_000 });
    } finally {
      execFileSync('umount', [volume]);
    }
  });
});
