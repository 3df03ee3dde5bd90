import { readFile, rm, writeFile, chown } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WaysideError } from '../../pipeline/errors.ts';
import type { ClusterPaths } from './cluster-folder.ts';
import type { Account } from './data-folder.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { formatSettings, type PostgresSettings } from './postgres-settings.ts';
import { processIdentity } from './process-identity.ts';
import { runProgram } from './run-program.ts';

const POLL_MS = 50;
const READY_WITHIN_MS = 60_000;
const START_ATTEMPTS = 20;

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server of this cluster, started when it doesn't run. What a killed server left behind
 * (a pid file, processes that still hold its memory) is waited for or removed. Call it under the
 * folder's lock.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE with the end of the server's log when it won't start
 */
export async function ensureServer(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  account: Account | null,
  settings: PostgresSettings,
): Promise<ServerProcess & { readonly started: boolean }> {
  const running = await runningServer(paths);
  if (running !== null) return { ...running, started: false };

  await writeFile(paths.settingsFile, formatSettings(settings), { mode: 0o600 });
  if (account !== null) await chown(paths.settingsFile, account.uid, account.gid);
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(paths);
    try {
      await runProgram(
        binaries.pgCtl,
        ['start', '-w', '-t', String(READY_WITHIN_MS / 1000), '-s']
          .concat(['-D', paths.cluster, '-l', paths.logFile])
          .concat(['-o', `-p ${port}`]),
        { account, cwd: paths.folder },
      );
      break;
    } catch (error) {
      const log = await readFile(paths.logFile, 'utf8').catch(() => '');
      const lastLines = log.trimEnd().split('\n').slice(-8).join('\n');
      const portTaken = lastLines.includes('could not bind');
      const memoryHeld = lastLines.includes('pre-existing shared memory block');
      if (attempt === START_ATTEMPTS || !(portTaken || memoryHeld)) {
        throw new WaysideError(
          'DATA_FOLDER_UNUSABLE',
          `the embedded PostgreSQL in ${paths.folder} does not start:\n${lastLines}`,
          { cause: error, details: { folder: paths.folder, logFile: paths.logFile } },
        );
      }
      if (portTaken) await rm(paths.portFile, { force: true });
      else await sleep(POLL_MS * attempt);
    }
  }
  const started = await runningServer(paths);
  if (started === null) {
    throw new WaysideError('DATABASE_UNREACHABLE', 'the embedded PostgreSQL ended at once', {
      details: { logFile: paths.logFile },
    });
  }
  return { ...started, started: true };
}

/** Waits until open transactions are rolled back and everything is on disk. */
export async function stopServer(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  account: Account | null,
): Promise<void> {
  if ((await runningServer(paths)) === null) return;
  await runProgram(binaries.pgCtl, ['stop', '-w', '-s', '-m', 'fast', '-D', paths.cluster], {
    account,
    cwd: paths.folder,
  });
}

/**
 * The server that runs on this cluster and takes connections; null when none does. One that is
 * starting or stopping is waited for. A pid file that a killed server left behind is removed.
 */
export async function runningServer(paths: ClusterPaths): Promise<ServerProcess | null> {
  const pidFile = join(paths.cluster, 'postmaster.pid');
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until;) {
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    if (!Number.isInteger(pid)) return null;
    if (!(await runsCluster(pid, paths.cluster))) {
      // PostgreSQL itself goes by the pid alone: it would take a zombie (nobody reaps in a container
      // without an init) or a stranger for its predecessor. What really may still run, backends of
      // a killed server, it finds by the shared memory of the data folder, without this file.
      await rm(pidFile, { force: true });
      return null;
    }
    // Line 4 is the port, line 8 the state.
    if (lines[7]?.trim() === 'ready') return { pid, port: Number.parseInt(lines[3]!, 10) };
    await sleep(POLL_MS);
  }
  throw new WaysideError(
    'DATABASE_UNREACHABLE',
    'the embedded PostgreSQL neither starts nor ends',
    {
      details: { logFile: paths.logFile },
    },
  );
}

/** Where the system doesn't show command lines, any live process with that pid is believed. */
async function runsCluster(pid: number, cluster: string): Promise<boolean> {
  if ((await processIdentity(pid)) === null) return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return commandLine === null || commandLine.includes(cluster);
}

async function choosePort(paths: ClusterPaths): Promise<number> {
  const remembered = Number.parseInt(await readFile(paths.portFile, 'utf8').catch(() => ''), 10);
  if (Number.isInteger(remembered)) return remembered;
  const port = await freePort();
  await writeFile(paths.portFile, String(port), { mode: 0o600 });
  return port;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
