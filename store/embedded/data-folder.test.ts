import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseDataFolder, firstClosedFolder, makeDataFolder } from './data-folder.ts';

describe('chooseDataFolder', () => {
  it.each([
    ['root', {}, 0, '/var/lib/wayside'],
    ['a user', { HOME: '/home/ada' }, 1000, '/home/ada/.local/share/wayside'],
    [
      'a user with a data home',
      { HOME: '/home/ada', XDG_DATA_HOME: '/data/ada' },
      1000,
      '/data/ada/wayside',
    ],
    ['root with a folder named', { WAYSIDE_DATA: '/srv/wayside' }, 0, '/srv/wayside'],
    [
      'an empty name',
      { WAYSIDE_DATA: '', HOME: '/home/ada' },
      1000,
      '/home/ada/.local/share/wayside',
    ],
  ])('for %s', (_, env, uid, folder) => {
    expect(chooseDataFolder(env, uid)).toBe(folder);
  });
});

describe('the way to a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-way-'));
    await chmod(folder, 0o711);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const stranger = { uid: 4_000_001, gid: 4_000_001 };

  it('is open when everybody may pass', async () => {
    await mkdir(join(folder, 'open'));
    expect(await firstClosedFolder(join(folder, 'open'), stranger)).toBeNull();
  });

  it('is closed at the first folder that only its owner may enter', async () => {
    const closed = join(folder, 'home');
    await mkdir(join(closed, 'data'), { recursive: true });
    await chmod(closed, 0o700);
    expect(await firstClosedFolder(join(closed, 'data'), stranger)).toBe(closed);
    const { uid, gid } = await stat(closed);
    expect(await firstClosedFolder(join(closed, 'data'), { uid, gid })).toBeNull();
  });

  it('goes by the group where the group is the same', async () => {
    const shared = join(folder, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o710);
    const { gid } = await stat(shared);
    expect(await firstClosedFolder(shared, { uid: stranger.uid, gid })).toBeNull();
    expect(await firstClosedFolder(shared, stranger)).toBe(shared);
  });

  it('is made so that others may pass but not look', async () => {
    await makeDataFolder(join(folder, 'made', 'here'));
    expect((await stat(join(folder, 'made', 'here'))).mode & 0o777).toBe(0o711);
  });

  it('names the folder that cannot be made', async () => {
    await writeFile(join(folder, 'file'), 'x');
    await expect(makeDataFolder(join(folder, 'file', 'data'))).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining(join(folder, 'file', 'data')) as string,
    });
    await expect(makeDataFolder(join(folder, 'file'))).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
    });
  });
});
