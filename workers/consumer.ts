import { setTimeout as sleep } from 'node:timers/promises';
import { UnrecoverableError } from 'bullmq';
import { Value } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import { jobBackend, type JobsConfig, type JobWorkerOptions } from './job-backend.ts';
import { JOB_PAYLOADS, type JobName, type JobPayload } from './job-map.ts';
import { isWorthRetrying, retryDelayMs } from './retry.ts';

export interface JobContext {
  /** 1 for the first try. */
  readonly attempt: number;
  /** How many workers died, or lost touch with the backend, while they had this job. */
  readonly crashes: number;
  /** Aborted when the worker has to stop before the job is done; the job will be tried again. */
  readonly signal: AbortSignal;
}

export type JobHandler<Name extends JobName> = (
  payload: JobPayload<Name>,
  context: JobContext,
) => Promise<void>;

export interface Consumer {
  /** Takes no more jobs, gives the running ones `graceMs` to end, then aborts them. */
  close(graceMs: number): Promise<void>;
}

export interface ConsumerOptions {
  readonly concurrency: number;
  /** Hears of every failed try and every trouble with the backend; both are recovered from. */
  readonly onError: (error: unknown, job?: { readonly id: string }) => void;
}

/**
 * A job whose worker was killed is given out again after its lock has run out and a check has seen it:
 * at most `lockDuration` plus one `stalledInterval`. A live worker renews its locks at half their time.
 */
const RECOVERY = {
  lockDuration: 6000,
  stalledInterval: 2000,
  // The handlers count crashes themselves and record what they gave up; the queue must not drop it.
  maxStalledCount: 1_000_000,
} as const satisfies JobWorkerOptions;

const ABORTED_JOB_END_MS = 1500;

/**
 * Runs the handler for every job of the name.
 * A try that fails is repeated if the error catalogue says that it may help (`retry.ts`).
 * @throws WaysideError CONFIG_INVALID, QUEUE_UNREACHABLE when the backend is away at the start;
 *   later it is waited for.
 */
export async function consume<Name extends JobName>(
  config: JobsConfig,
  name: Name,
  handler: JobHandler<Name>,
  { concurrency, onError }: ConsumerOptions,
): Promise<Consumer> {
  const backend = jobBackend(config);
  await backend.reach();

  const running = new Set<Promise<void>>();
  const worker = backend.worker(
    name,
    // BullMQ passes the signal to a function of three parameters, none with a default.
    async (job, _token, signal) => {
      const attempt = job.attemptsMade + 1;
      try {
        if (!Value.Check(JOB_PAYLOADS[name], job.data)) {
          throw new WaysideError('INTERNAL', `a ${name} job carries what the job map doesn't name`);
        }
        const run = handler(job.data, {
          attempt,
          crashes: job.stalledCounter,
          signal: signal!,
        });
        running.add(run);
        await run.finally(() => running.delete(run));
      } catch (error) {
        onError(error, { id: job.id ?? '' });
        if (signal!.aborted || isWorthRetrying(error, attempt)) throw error;
        throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
      }
    },
    {
      ...RECOVERY,
      concurrency,
      runRetryDelay: 1000,
      settings: { backoffStrategy: retryDelayMs },
    },
  );
  worker.on('error', onError);

  return {
    async close(graceMs) {
      const closed = worker.close();
      await Promise.race([closed, sleep(graceMs, undefined, { ref: false })]);
      if (running.size > 0) {
        worker.cancelAllJobs('the worker is stopping');
        await Promise.race([Promise.allSettled(running), sleep(ABORTED_JOB_END_MS)]);
      }
      // A backend that is away would keep close() waiting for ever; the jobs are safe in it.
      await Promise.race([closed, sleep(ABORTED_JOB_END_MS)]);
    },
  };
}
