import type { WorkerConfig } from './config.ts';
import { keepProcess, type KeptProcess } from './kept-process.ts';
import type { MetricValues } from './operations/metrics-of-processes.ts';

export interface Workers {
  /** Process ids of the workers that run now. */
  readonly pids: readonly number[];
  /** What each counted, some seconds old. */
  metrics(): readonly MetricValues[];
  /** Ends them all: gently, and after 11 s by force. */
  stop(): Promise<void>;
}

export interface StartWorkersOptions {
  /** One JSON line of a worker's log. */
  readonly onLog?: (line: string) => void;
}

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
  const starts = await Promise.allSettled(
    Array.from({ length: count }, (_, i) =>
      keepProcess({
        label: `worker-${i + 1}`,
        program: new URL('./worker-process.ts', import.meta.url),
        name: 'a worker',
        configuration: () => ({ type: 'configure', config }),
        onLog,
      }),
    ),
  );
  const kept = starts.flatMap((start): KeptProcess[] =>
    start.status === 'fulfilled' ? [start.value] : [],
  );
  const stop = async (): Promise<void> => {
    await Promise.all(kept.map((worker) => worker.stop()));
  };
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    get pids() {
      return kept.flatMap(({ pid }) => (pid === null ? [] : [pid]));
    },
    metrics: () => kept.map((worker) => worker.metrics()),
    stop,
  };
}
