import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScratchFolder } from './scratch-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wayside-scratch-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('is for its owner only and gone after it is removed', async () => {
  const scratch = await openScratchFolder(join(root, 'work'));
  const folder = await scratch.newFolder();
  await writeFile(join(folder, 'video'), 'clear');
  expect((await stat(scratch.path)).mode & 0o777).toBe(0o700);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await scratch.remove();
  expect(await readdir(join(root, 'work'))).toEqual([]);
});

it('removes what a killed process left, and nothing else', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  await mkdir(join(root, `process-${dead}`));
  await writeFile(join(root, `process-${dead}`, 'segment.mkv'), 'clear');
  // The parent of this test process lives.
  await mkdir(join(root, `process-${process.ppid}`));
  await mkdir(join(root, 'something-else'));
  await openScratchFolder(root);
  expect((await readdir(root)).sort()).toEqual(
    [`process-${process.pid}`, `process-${process.ppid}`, 'something-else'].sort(),
  );
});

it('says DATA_FOLDER_UNUSABLE where no folder can be', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(openScratchFolder(join(root, 'file', 'work'))).rejects.toMatchObject({
    code: 'DATA_FOLDER_UNUSABLE',
  });
});
