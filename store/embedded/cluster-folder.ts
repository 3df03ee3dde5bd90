import { randomBytes, randomUUID } from 'node:crypto';
import {
  appendFile,
  chown,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Account } from './data-folder.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { runProgram } from './run-program.ts';

export const SUPERUSER = 'wayside';
const MAJOR_VERSION = '15';
const PARTIAL_PREFIX = 'database.partial-';

/** Where the parts of an embedded database lie. */
export interface ClusterPaths {
  readonly folder: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly settingsFile: string;
  readonly logFile: string;
  readonly leases: string;
}

export function clusterPaths(dataFolder: string, name = 'database'): ClusterPaths {
  const folder = join(dataFolder, name);
  return {
    folder,
    cluster: join(folder, 'cluster'),
    passwordFile: join(folder, 'password'),
    portFile: join(folder, 'port'),
    settingsFile: join(folder, 'cluster', 'wayside.conf'),
    logFile: join(folder, 'server.log'),
    leases: join(folder, 'leases'),
  };
}

/**
 * Makes the cluster when it isn't there. It is built aside and renamed, so a process killed in the
 * middle leaves nothing that looks like a database. Call it under the folder's lock.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE, also when the cluster is of another major version
 */
export async function ensureCluster(
  dataFolder: string,
  binaries: PostgresBinaries,
  account: Account | null,
): Promise<ClusterPaths> {
  const paths = clusterPaths(dataFolder);
  const version = await readFile(join(paths.cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    if (version.trim() === MAJOR_VERSION) return paths;
    throw new WaysideError(
      'DATA_FOLDER_UNUSABLE',
      `${paths.cluster} was made by PostgreSQL ${version.trim()}; this is ${MAJOR_VERSION}`,
      { details: { folder: paths.cluster } },
    );
  }
  await sweepPartial(dataFolder);
  const partial = clusterPaths(dataFolder, `${PARTIAL_PREFIX}${randomUUID()}`);
  try {
    await build(partial, binaries, account);
    await rename(partial.folder, paths.folder);
  } finally {
    await rm(partial.folder, { recursive: true, force: true });
  }
  return paths;
}

async function build(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  account: Account | null,
): Promise<void> {
  await mkdir(paths.folder, { mode: 0o700 });
  await writeFile(paths.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await mkdir(paths.leases, { mode: 0o700 });
  if (account !== null) {
    await chown(paths.folder, account.uid, account.gid);
    await chown(paths.passwordFile, account.uid, account.gid);
  }
  await runProgram(
    binaries.initdb,
    [
      `--pgdata=${paths.cluster}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${paths.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Same order of text on every machine, and no locale that has to be installed.
      '--locale=C',
      '--data-checksums',
      '--no-instructions',
    ],
    { account, cwd: paths.folder },
  );
  await appendFile(join(paths.cluster, 'postgresql.conf'), "\ninclude = 'wayside.conf'\n");
}

/** What a process that was killed while building left behind. */
async function sweepPartial(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith(PARTIAL_PREFIX)) {
      await rm(join(dataFolder, name), { recursive: true, force: true });
    }
  }
}
