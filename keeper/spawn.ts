import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ERROR_CATALOGUE, WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import { connectKeeper, type KeeperClient } from './client/keeper-client.ts';
import { readRoleToken } from './client/keeper-folder.ts';
import type { Role } from './client/protocol.ts';
import type { KeeperConfig } from './keeper-config.ts';
import type { ReadyPlaces } from './run-keeper.ts';

/** A keeper that runs as a child of this process and ends with it. */
export interface EmbeddedKeeper extends ReadyPlaces {
  /** Whether it answers now: false between its end and the next one's start, and on standby. */
  readonly working: boolean;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  /** By its socket, with the token in its folder. Close the client when done with it. */
  connect(role: Role): Promise<KeeperClient>;
  /** Lets it answer the calls it has, then ends it. A second call does nothing. */
  stop(): Promise<void>;
}

export interface SpawnOptions {
  /** Aborted: stop waiting for it to be ready. */
  readonly signal?: AbortSignal;
  /** Another keeper of the site works: it waits for as long as that lasts. */
  readonly onStandby?: () => void;
  /** It ended by itself, and is started again. */
  readonly onRestart?: () => void;
}

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;
const START_AGAIN_AFTER_MS = 500;

/**
 * Starts a keeper and waits until it answers. One that crashes is started again. Throws what the
 * keeper says it can't start for: CONFIG_INVALID, KEYRING_INVALID, AUDIT_UNAVAILABLE,
 * AUDIT_BROKEN; KEEPER_UNREACHABLE when it says nothing.
 */
export async function spawnKeeper(
  config: KeeperConfig,
  options: SpawnOptions = {},
): Promise<EmbeddedKeeper> {
  let stopping = false;
  let working = false;
  const isStopping = () => stopping;
  let child = launch(config);
  const abandon = () => void endProcess(child);
  options.signal?.addEventListener('abort', abandon, { once: true });
  if (options.signal?.aborted === true) abandon();
  let places = await readiness(child, options).finally(() => {
    options.signal?.removeEventListener('abort', abandon);
  });

  const watch = () => {
    working = true;
    child.once('exit', () => {
      working = false;
      if (!isStopping()) void startAgain();
    });
  };
  const startAgain = async () => {
    options.onRestart?.();
    for (let waitMs = START_AGAIN_AFTER_MS; ; waitMs = Math.min(10_000, waitMs * 2)) {
      await delay(waitMs, undefined, { ref: false });
      if (isStopping()) return;
      child = launch(config);
      try {
        places = await readiness(child, options);
        watch();
        return;
      } catch {
        // Clients say KEEPER_UNREACHABLE meanwhile; the next attempt may find the database again.
      }
    }
  };
  watch();

  return {
    get socketPath() {
      return places.socketPath;
    },
    get network() {
      return places.network;
    },
    get working() {
      return working;
    },
    get pid() {
      return child.pid;
    },
    async connect(role) {
      const token = await readRoleToken(config.folder, role);
      return connectKeeper({ address: places.socketPath, role, token });
    },
    async stop() {
      if (stopping) return;
      stopping = true;
      await endProcess(child);
    },
  };
}

function launch(config: KeeperConfig): ChildProcess {
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
  return child;
}

/** Where it answers. Throws what the keeper says it can't start for. */
async function readiness(child: ChildProcess, options: SpawnOptions): Promise<ReadyPlaces> {
  const { ready, socketPath, network = null, error } = await lastWord(child, options);
  if (ready === true && socketPath !== undefined) {
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref(): void }).unref();
    return { socketPath, network };
  }
  await endProcess(child);
  const known = error !== undefined && error.code in ERROR_CATALOGUE;
  throw new WaysideError(
    known ? (error.code as ErrorCode) : 'KEEPER_UNREACHABLE',
    error?.message ?? 'the keeper ended before it was ready',
    { details: error?.details ?? {} },
  );
}

interface KeeperLine extends Partial<ReadyPlaces> {
  readonly ready?: boolean;
  readonly standby?: boolean;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: Record<string, unknown>;
  };
}

/** That it is ready, or why not; empty when it ends or says neither in time. */
function lastWord(child: ChildProcess, { onStandby }: SpawnOptions): Promise<KeeperLine> {
  return new Promise((resolve) => {
    const say = (line: KeeperLine) => {
      clearTimeout(timer);
      resolve(line);
    };
    const timer = setTimeout(() => {
      say({});
    }, READY_WITHIN_MS);
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (text) => {
      const line = parseLine(text);
      if (line.standby === true) {
        clearTimeout(timer);
        onStandby?.();
      } else say(line);
    });
    lines.once('close', () => {
      say({});
    });
    child.once('error', () => {
      say({});
    });
  });
}

function parseLine(text: string): KeeperLine {
  try {
    return JSON.parse(text) as KeeperLine;
  } catch {
    return {};
  }
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
