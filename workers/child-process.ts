import type { Registry } from 'prom-client';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import type { ProcessMessage } from './process-messages.ts';
import { processRegistry } from './operations/process-registry.ts';
import { workerLog } from './worker-log.ts';

/** Running work gets most of this to end; what isn't over by then is done again elsewhere. */
const SHUTDOWN_MS = 10_000;
const METRICS_EVERY_MS = 5000;

export interface ChildContext {
  /** Aborted on SIGTERM and SIGINT, and when the process that started this one is gone. */
  readonly signal: AbortSignal;
  readonly onReady: () => void;
  /** What is counted in it reaches the process that started this one. */
  readonly registry: Registry;
}

/**
 * The body of a process that `keepProcess` starts: waits for its configuration, works, and tells the
 * starting process when it is ready or why it can't work. Ends within ten seconds of being told to.
 */
export function runChild<Schema extends TSchema>(
  configuration: Schema,
  work: (message: Static<Schema>, context: ChildContext) => Promise<void>,
): void {
  const stopping = new AbortController();
  const stop = (reason: string): void => {
    if (stopping.signal.aborted) return;
    workerLog.info({ reason }, 'stopping');
    stopping.abort();
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('disconnect', () => {
    stop('the starting process is gone');
  });
  // The log's reader may be gone before this process is.
  process.stderr.on('error', () => undefined);

  process.once('message', (message) => {
    if (!Value.Check(configuration, message)) {
      workerLog.fatal('the first message is no configuration');
      process.exit(2);
    }
    const onReady = (): void => {
      tell({ type: 'ready' });
    };
    const registry = processRegistry(process.argv[2] ?? 'process');
    setInterval(() => void tellMetrics(registry), METRICS_EVERY_MS).unref();
    work(message, { signal: stopping.signal, onReady, registry }).then(() => process.exit(0), fail);
  });
}

function fail(error: unknown): void {
  const coded = error instanceof WaysideError ? error : null;
  workerLog.fatal({ err: error, code: coded?.code }, 'the process can’t work');
  tell({
    type: 'failed',
    code: coded?.code ?? 'INTERNAL',
    message: coded?.message ?? 'the process met an unknown error; see its log',
  });
  process.exit(coded?.exitCode ?? 1);
}

async function tellMetrics(registry: Registry): Promise<void> {
  tell({ type: 'metrics', values: await registry.getMetricsAsJSON() });
}

function tell(message: ProcessMessage): void {
  if (process.connected) process.send?.(message);
}
