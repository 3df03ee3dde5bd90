import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { ERROR_CATALOGUE, WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import type { MetricValues } from './operations/metrics-of-processes.ts';
import { ProcessMessage } from './process-messages.ts';

export interface KeptProcessOptions {
  /** A program that begins with `runChild`. */
  readonly program: URL;
  /** For messages, such as `a worker`. */
  readonly name: string;
  /** What tells its metrics from those of others, such as `worker-1`. */
  readonly label: string;
  /** Its first message, asked for at each start: it may hold secrets, which `ps` must not show. */
  readonly configuration: () => object;
  /** One JSON line of its log. */
  readonly onLog: (line: string) => void;
}

/** A process that is started again when it ends. */
export interface KeptProcess {
  /** Null between its end and its next start. */
  readonly pid: number | null;
  /** What it counted, some seconds old; none before it says so the first time. */
  metrics(): MetricValues;
  /** Over the IPC channel; lost when it doesn't run now. */
  send(message: object): void;
  /** Ends it: gently, and after 11 s by force. */
  stop(): Promise<void>;
}

/** A little longer than a process gives itself (`child-process.ts`). */
const STOP_MS = 11_000;
const RESTART_MS = 1000;

/**
 * Starts a process and keeps it running: one that ends is replaced after a second. It ends when this
 * process does, however that ends. Resolves when it says that it is ready for the first time.
 * @throws WaysideError as it says when it can't start, such as MODEL_MISSING.
 */
export async function keepProcess(options: KeptProcessOptions): Promise<KeptProcess> {
  let running: ChildProcess | null = null;
  let metrics: MetricValues = [];
  let stopped = false;

  const start = async (): Promise<void> => {
    const child = forkChild(options);
    running = child;
    child.on('message', (message) => {
      if (!Value.Check(ProcessMessage, message) || message.type !== 'metrics') return;
      metrics = message.values as MetricValues;
    });
    child.once('exit', () => {
      running = null;
      metrics = [];
      if (!stopped) setTimeout(restart, RESTART_MS);
    });
    await readiness(child, options.name);
  };
  const restart = (): void => {
    // One that can't start ends, and so comes here again.
    if (!stopped) start().catch(() => undefined);
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    if (running !== null) await endChild(running);
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    get pid() {
      return running?.pid ?? null;
    },
    metrics: () => metrics,
    send(message) {
      if (running?.connected === true) running.send(message, () => undefined);
    },
    stop,
  };
}

function forkChild({ program, label, configuration, onLog }: KeptProcessOptions): ChildProcess {
  const child = fork(program, [label], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  createInterface({ input: child.stderr! }).on('line', onLog);
  child.send(configuration(), () => undefined);
  return child;
}

/** Resolves when it says that it is ready. @throws WaysideError when it ends before. */
function readiness(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (!Value.Check(ProcessMessage, message)) return;
      if (message.type === 'ready') resolve();
      else if (message.type === 'failed') {
        const known = message.code in ERROR_CATALOGUE;
        reject(new WaysideError(known ? (message.code as ErrorCode) : 'INTERNAL', message.message));
      }
    });
    child.once('error', (cause) => {
      reject(new WaysideError('INTERNAL', `${name} process could not be started`, { cause }));
    });
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit ${code ?? '?'}`;
      reject(new WaysideError('INTERNAL', `${name} ended before it was ready (${how})`));
    });
  });
}

async function endChild(child: ChildProcess): Promise<void> {
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
