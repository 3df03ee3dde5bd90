import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { WaysideError } from '../pipeline/errors.ts';
import {
  SUPERUSER,
  clusterPaths,
  ensureCluster,
  type ClusterPaths,
} from './embedded/cluster-folder.ts';
import { EMBEDDED_ROLES, ensureRole } from './embedded/database-roles.ts';
import { firstClosedFolder, makeDataFolder, type Account } from './embedded/data-folder.ts';
import { withFileLock } from './embedded/file-lock.ts';
import { countLeases, takeLease } from './embedded/leases.ts';
import { postgresAccount } from './embedded/postgres-account.ts';
import { postgresBinaries } from './embedded/postgres-binaries.ts';
import { postgresSettings, type PostgresSettings } from './embedded/postgres-settings.ts';
import { ensureServer, stopServer } from './embedded/server-process.ts';

export interface EmbeddedPostgres {
  /** `postgres://…` of the database `wayside` as its owner, with the password: never log it. */
  readonly url: string;
  /** The same as the application and as the keeper; `arrangeRights` says what they may do. */
  readonly roleUrls: Readonly<Record<keyof typeof EMBEDDED_ROLES, string>>;
  readonly port: number;
  /** False when the server was running already. */
  readonly started: boolean;
  /** Of the postmaster. */
  readonly pid: number;
  /** Ends this process's use; the last one out stops the server. A second call does nothing. */
  release(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** From `chooseDataFolder()`; made when it isn't there. */
  readonly dataFolder: string;
  /** The database to use, made when it isn't there; `wayside` by default. */
  readonly databaseName?: string;
  /** On top of `postgresSettings()`; taken up when the server starts. */
  readonly settings?: PostgresSettings;
}

/**
 * Starts the server in the data folder, or joins the one that runs there: whoever started it, and
 * even when that process was killed. Each user holds a lease; the server stops with the last one.
 * After a crash of the server, calling this again brings it back on the same port.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE, DISK_FULL or DATABASE_UNREACHABLE
 */
export async function openEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataFolder, databaseName = 'wayside' } = options;
  await makeDataFolder(dataFolder);
  const account = await postgresAccount();
  await refuseClosedFolder(dataFolder, account);
  const binaries = await postgresBinaries(dataFolder, account);
  const lock = join(dataFolder, 'database.lock');

  return withFileLock(lock, async () => {
    const paths = await ensureCluster(dataFolder, binaries, account);
    const settings = { ...postgresSettings(), ...options.settings };
    const server = await ensureServer(paths, binaries, account, settings);
    const url = await urlOf(paths, server.port);
    const passwords = await prepareDatabase(url, databaseName, paths, account);
    const urlAs = (role: keyof typeof EMBEDDED_ROLES) =>
      `postgres://${EMBEDDED_ROLES[role]}:${passwords[role]}@127.0.0.1:${server.port}` +
      `/${encodeURIComponent(databaseName)}`;
    const lease = await takeLease(paths.leases);

    let released = false;
    const release = async (): Promise<void> => {
      if (released) return;
      released = true;
      await withFileLock(lock, async () => {
        await rm(lease, { force: true });
        if ((await countLeases(paths.leases)) === 0) await stopServer(paths, binaries, account);
      });
    };
    return {
      ...server,
      url: `${url}/${encodeURIComponent(databaseName)}`,
      roleUrls: { application: urlAs('application'), keeper: urlAs('keeper') },
      release,
    };
  });
}

/**
 * Stops the server of the data folder whoever still uses it; does nothing when none runs.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE when the server refuses to stop
 */
export async function stopEmbeddedPostgres(dataFolder: string): Promise<void> {
  const account = await postgresAccount();
  const binaries = await postgresBinaries(dataFolder, account);
  await makeDataFolder(dataFolder);
  await withFileLock(join(dataFolder, 'database.lock'), () =>
    stopServer(clusterPaths(dataFolder), binaries, account),
  );
}

async function refuseClosedFolder(dataFolder: string, account: Account | null): Promise<void> {
  if (account === null) return;
  const closed = await firstClosedFolder(dataFolder, account);
  if (closed === null) return;
  throw new WaysideError(
    'DATA_FOLDER_UNUSABLE',
    `PostgreSQL runs as the user postgres, which can't pass through ${closed} to ${dataFolder}: ` +
      `chmod o+x ${closed}, or set WAYSIDE_DATA to another folder`,
    { details: { folder: dataFolder, closed } },
  );
}

async function urlOf(paths: ClusterPaths, port: number): Promise<string> {
  const password = (await readFile(paths.passwordFile, 'utf8')).trim();
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}

const DUPLICATE_DATABASE = '42P04';

/** Makes database and roles where they are missing; gives the passwords of the roles. */
async function prepareDatabase(
  serverUrl: string,
  name: string,
  paths: ClusterPaths,
  account: Account | null,
): Promise<Record<keyof typeof EMBEDDED_ROLES, string>> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  try {
    await client
      .query(`create database ${client.escapeIdentifier(name)}`)
      .catch((error: unknown) => {
        if ((error as { code?: string }).code !== DUPLICATE_DATABASE) throw error;
      });
    return {
      application: await ensureRole(client, paths, account, EMBEDDED_ROLES.application),
      keeper: await ensureRole(client, paths, account, EMBEDDED_ROLES.keeper),
    };
  } finally {
    await client.end();
  }
}
