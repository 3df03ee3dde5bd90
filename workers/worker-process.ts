/**
 * A worker in a process of its own. Started by `startWorkers`, which sends the configuration; ends on
 * SIGTERM and SIGINT, and when the process that started it is gone.
 */
import { Value } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import { workerLog } from './worker-log.ts';
import { ConfigureMessage, type WorkerMessage } from './worker-messages.ts';
import { runWorker } from './run-worker.ts';

/** Running jobs get most of this to end; what isn't over by then is done again elsewhere. */
const SHUTDOWN_MS = 10_000;

const stopping = new AbortController();
function stop(reason: string): void {
  if (stopping.signal.aborted) return;
  workerLog.info({ reason }, 'stopping');
  stopping.abort();
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
process.on('disconnect', () => {
  stop('the starting process is gone');
});
// The log's reader may be gone before this process is.
process.stderr.on('error', () => undefined);

function tell(message: WorkerMessage): void {
  if (process.connected) process.send?.(message);
}

process.once('message', (message) => {
  if (!Value.Check(ConfigureMessage, message)) {
    workerLog.fatal('the first message is no configuration');
    process.exit(2);
  }
  const ready = () => {
    tell({ type: 'ready' });
  };
  runWorker(message.config, { signal: stopping.signal, log: workerLog, onReady: ready }).then(
    () => process.exit(0),
    (error: unknown) => {
      const coded = error instanceof WaysideError ? error : null;
      workerLog.fatal({ err: error, code: coded?.code }, 'the worker can’t work');
      tell({
        type: 'failed',
        code: coded?.code ?? 'INTERNAL',
        message: coded?.message ?? 'the worker met an unknown error; see its log',
      });
      process.exit(coded?.exitCode ?? 1);
    },
  );
});
