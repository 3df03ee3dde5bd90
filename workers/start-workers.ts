import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { ERROR_CATALOGUE, WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import type { WorkerConfig } from './config.ts';
import { WorkerMessage } from './worker-messages.ts';

export interface Workers {
  /** Process ids of the workers that run now. */
  readonly pids: readonly number[];
  /** Ends them all: gently, and after 11 s by force. */
  stop(): Promise<void>;
}

export interface StartWorkersOptions {
  /** One JSON line of a worker's log. */
  readonly onLog?: (line: string) => void;
}

/** A little longer than a worker gives itself. */
const STOP_MS = 11_000;
const RESTART_MS = 1000;

/**
 * Starts so many worker processes and keeps that many running: one that dies is replaced after a
 * second. They end when this process does, however it ends.
 * @throws WaysideError as the first worker that can't start says, such as MODEL_MISSING.
 */
export async function startWorkers(
  config: WorkerConfig,
  count: number,
  { onLog = () => undefined }: StartWorkersOptions = {},
): Promise<Workers> {
  const running = new Set<ChildProcess>();
  let stopped = false;

  const start = async (): Promise<void> => {
    const child = forkWorker(config, onLog);
    running.add(child);
    child.once('exit', () => {
      running.delete(child);
      if (!stopped) setTimeout(restart, RESTART_MS);
    });
    await readiness(child);
  };
  const restart = (): void => {
    // One that can't start ends, and so comes here again.
    if (!stopped) start().catch(() => undefined);
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    await Promise.all([...running].map(endWorker));
  };

  try {
    await Promise.all(Array.from({ length: count }, start));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    get pids() {
      return [...running].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    },
    stop,
  };
}

function forkWorker(config: WorkerConfig, onLog: (line: string) => void): ChildProcess {
  const child = fork(new URL('./worker-process.ts', import.meta.url), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  createInterface({ input: child.stderr! }).on('line', onLog);
  child.send({ type: 'configure', config }, () => undefined);
  return child;
}

/** Resolves when the worker takes jobs. @throws WaysideError when it ends before. */
function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (!Value.Check(WorkerMessage, message)) return;
      if (message.type === 'ready') resolve();
      else {
        const known = message.code in ERROR_CATALOGUE;
        reject(new WaysideError(known ? (message.code as ErrorCode) : 'INTERNAL', message.message));
      }
    });
    child.once('error', (cause) => {
      reject(new WaysideError('INTERNAL', 'a worker process could not be started', { cause }));
    });
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit ${code ?? '?'}`;
      reject(new WaysideError('INTERNAL', `a worker ended before it was ready (${how})`));
    });
  });
}

async function endWorker(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = new AbortController();
  const force = sleep(STOP_MS, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  late.abort();
  await force;
}
