import { chmod, mkdir, mkdtemp, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresBinaries, reachableFolder } from './postgres-binaries.ts';

describe('the programs of PostgreSQL', () => {
  let folder: string;
  let native: string;
  const stranger = { uid: 4_000_001, gid: 4_000_001 };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-binaries-'));
    await chmod(folder, 0o711);
    native = join(folder, 'home', 'native');
    await mkdir(join(native, 'bin'), { recursive: true });
    await mkdir(join(native, 'lib'));
    await writeFile(join(native, 'bin', 'pg_ctl'), 'program', { mode: 0o700 });
    await writeFile(join(native, 'lib', 'libpq.so.5.15'), 'library', { mode: 0o600 });
    await symlink('libpq.so.5.15', join(native, 'lib', 'libpq.so.5'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

  it('are those of the package for this platform', async () => {
    const { initdb, pgCtl, version } = await postgresBinaries(folder, null);
    expect(version).toMatch(/^15\./);
    expect((await stat(initdb)).isFile() && (await stat(pgCtl)).isFile()).toBe(true);
  });

  it('stay where they are when they can be reached', async () => {
    expect(await reachableFolder(native, join(folder, 'copy'), null)).toBe(native);
    await chmod(join(folder, 'home'), 0o755);
    expect(await reachableFolder(native, join(folder, 'copy'), stranger)).toBe(native);
  });

  it('are copied from a closed home, open to all and with their links', async () => {
    await chmod(join(folder, 'home'), 0o700);
    const copy = join(folder, 'copy');
    expect(await reachableFolder(native, copy, stranger)).toBe(copy);
    expect(await modeOf(join(copy, 'bin'))).toBe(0o755);
    expect(await modeOf(join(copy, 'bin', 'pg_ctl'))).toBe(0o755);
    expect(await modeOf(join(copy, 'lib', 'libpq.so.5.15'))).toBe(0o644);
    expect(await readlink(join(copy, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.15');
    expect(await reachableFolder(native, copy, stranger)).toBe(copy);
  });
});
