import { Command, InvalidArgumentError } from 'commander';
import { metricsText } from '../../workers/operations/metrics-of-processes.ts';
import { startWorkers } from '../../workers/start-workers.ts';
import { clusterServices } from '../cluster/cluster-config.ts';
import { runService } from '../cluster/run-service.ts';
import { loadConfig } from '../config.ts';
import { openOperationsPort } from '../operations-port.ts';
import { untilStopped } from '../until-stopped.ts';

interface WorkerOptions {
  readonly processes: number;
  readonly json?: boolean;
}

export function workerCommand(): Command {
  return new Command('worker')
    .description('Work on whichever segments are next, on any number of machines.')
    .option('--processes <number>', 'that many at once on this machine', parseProcesses, 1)
    .option('--json', 'one JSON line when jobs are taken: {"type":"worker"}')
    .addHelpText(
      'after',
      `
Examples:
  wayside worker
  wayside worker --processes 8      on a machine of 8 cores, with threads: 8 in wayside.yaml

Needs the application's way into the database, the objects, the queue, keeper.address with its fingerprint,
and WAYSIDE_KEEPER_WORKER_TOKEN; the operator's token is no business of a worker's. The threads of
wayside.yaml are shared out among the processes. Waits for what isn't there yet, and goes on when something
was away for a while. A process that dies is replaced; what it was doing is done again.`,
    )
    .action(({ processes, ...options }: WorkerOptions) =>
      runService(options, async ({ output, signal }) => {
        const config = loadConfig(process.env);
        const starting = startWorkers(
          {
            services: clusterServices(config),
            threads: Math.max(1, Math.floor(config.threads / processes)),
            analysisFps: config.analysisFps,
            segmentMs: config.segmentMs,
            customPlates: [...config.customPlates],
          },
          processes,
          { onLog: (line) => process.stderr.write(`${line}\n`) },
        );
        // They wait for what isn't there, however long that takes; when this process ends, so do they.
        const workers = await Promise.race([starting, untilStopped().then(() => null)]);
        if (workers === null || signal.aborted) return;
        const operations = await openOperationsPort(config, {
          readiness: () => Promise.resolve({ ready: workers.pids.length === processes }),
          metrics: () => metricsText(workers.metrics()),
        });
        output.result(
          { type: 'worker', processes, pids: workers.pids },
          `worker: ${processes} ${processes === 1 ? 'process takes' : 'processes take'} jobs`,
        );
        await untilStopped();
        await Promise.all([workers.stop(), operations?.close()]);
      }),
    );
}

function parseProcesses(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('a whole number from 1 to 64');
}
