import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ERROR_CATALOGUE, WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import { connectKeeper, type KeeperClient } from './client/keeper-client.ts';
import { readRoleToken } from './client/keeper-folder.ts';
import type { Role } from './client/protocol.ts';
import type { KeeperConfig } from './keeper-config.ts';

/** A keeper that runs as a child of this process and ends with it. */
export interface EmbeddedKeeper {
  readonly socketPath: string;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  /** Close the client when done with it. */
  connect(role: Role): Promise<KeeperClient>;
  /** Lets it answer the calls it has, then ends it. A second call does nothing. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;
const START_AGAIN_AFTER_MS = 500;

/**
 * Starts a keeper and waits until it answers. One that crashes is started again. Throws what the
 * keeper says it can't start for: CONFIG_INVALID, KEYRING_INVALID, AUDIT_UNAVAILABLE,
 * AUDIT_BROKEN; KEEPER_UNREACHABLE when it says nothing.
 */
export async function spawnKeeper(config: KeeperConfig): Promise<EmbeddedKeeper> {
  let stopping = false;
  const isStopping = () => stopping;
  let { child, socketPath } = await startProcess(config);

  const watch = (watched: ChildProcess) => {
    watched.once('exit', () => {
      if (!isStopping()) void startAgain();
    });
  };
  const startAgain = async () => {
    for (let waitMs = START_AGAIN_AFTER_MS; !isStopping(); waitMs = Math.min(10_000, waitMs * 2)) {
      await delay(waitMs, undefined, { ref: false });
      try {
        const started = await startProcess(config);
        ({ child, socketPath } = started);
        if (isStopping()) child.stdin?.end();
        else watch(child);
        return;
      } catch {
        // Clients say KEEPER_UNREACHABLE meanwhile; the next attempt may find the database again.
      }
    }
  };
  watch(child);

  return {
    get socketPath() {
      return socketPath;
    },
    get pid() {
      return child.pid;
    },
    async connect(role) {
      return connectKeeper({
        address: socketPath,
        role,
        token: await readRoleToken(config.folder, role),
      });
    },
    async stop() {
      if (stopping) return;
      stopping = true;
      await endProcess(child);
    },
  };
}

async function startProcess(
  config: KeeperConfig,
): Promise<{ child: ChildProcess; socketPath: string }> {
  const child = spawn(
    process.execPath,
    [
      // Calls leave much short-lived garbage: with the usual 16 MB, clearing it took a fifth of the time.
      '--max-semi-space-size=64',
      '--import',
      import.meta.resolve('tsx'),
      fileURLToPath(new URL('./main.ts', import.meta.url)),
      '--embedded',
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  // The pipe stays open for as long as this process lives, and is how the child notices that it ended.
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(config)}\n`);
  const said = await firstLine(child);
  const { ready, socketPath, error } = said;
  if (ready === true && socketPath !== undefined) {
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref(): void }).unref();
    return { child, socketPath };
  }
  await endProcess(child);
  const known = error !== undefined && error.code in ERROR_CATALOGUE;
  throw new WaysideError(
    known ? (error.code as ErrorCode) : 'KEEPER_UNREACHABLE',
    error?.message ?? 'the keeper ended before it was ready',
    { details: error?.details ?? {} },
  );
}

interface FirstLine {
  readonly ready?: boolean;
  readonly socketPath?: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: Record<string, unknown>;
  };
}

async function firstLine(child: ChildProcess): Promise<FirstLine> {
  const signal = AbortSignal.timeout(READY_WITHIN_MS);
  return new Promise((resolve) => {
    const lines = createInterface({ input: child.stdout! });
    lines.once('line', (line) => {
      try {
        resolve(JSON.parse(line) as FirstLine);
      } catch {
        resolve({});
      }
    });
    lines.once('close', () => {
      resolve({});
    });
    child.once('error', () => {
      resolve({});
    });
    signal.addEventListener('abort', () => {
      resolve({});
    });
  });
}

/** Asks it to end, and kills it when it doesn't. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  child.ref();
  child.stdin?.end();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}
