import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { countLeases, takeLease } from '../store/embedded/leases.ts';
import type { WorkerConfig } from '../workers/config.ts';
import type { MetricValues } from '../workers/operations/metrics-of-processes.ts';
import { startWorkers, type Workers } from '../workers/start-workers.ts';

export interface SharedWorkersOptions {
  /** Where commands on this machine say that they run workers. */
  readonly leaseFolder: string;
  readonly config: WorkerConfig;
  readonly count: number;
  readonly onLog?: (line: string) => void;
}

export interface SharedWorkers {
  /** Whether this process runs workers now. */
  readonly own: boolean;
  /** What its workers counted. */
  metrics(): readonly MetricValues[];
  stop(): Promise<void>;
}

const WATCH_MS = 1000;

/**
 * Starts workers, unless another command on this data folder runs some: two cores gain nothing from a
 * second set. If that command ends first, this one starts its own.
 */
export async function openSharedWorkers(options: SharedWorkersOptions): Promise<SharedWorkers> {
  const { leaseFolder, config, count, onLog } = options;
  await mkdir(leaseFolder, { recursive: true, mode: 0o700 });
  const stopping = new AbortController();
  let workers: Workers | null = null;
  let lease: string | null = null;

  const startIfNone = async (): Promise<void> => {
    if (workers !== null || (await countLeases(leaseFolder)) > 0) return;
    lease = await takeLease(leaseFolder);
    workers = await startWorkers(config, count, onLog === undefined ? {} : { onLog });
  };
  await startIfNone();

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await sleep(WATCH_MS, undefined, { signal: stopping.signal, ref: false });
      await startIfNone();
    }
  };
  const watching = watch().catch(() => undefined);
  return {
    get own() {
      return workers !== null;
    },
    metrics: () => workers?.metrics() ?? [],
    async stop() {
      stopping.abort();
      await watching;
      if (lease !== null) await rm(lease, { force: true });
      await workers?.stop();
    },
  };
}
