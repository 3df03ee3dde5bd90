import { jobBackend, unreachable, type JobQueue, type JobsConfig } from './job-backend.ts';
import { JOB_NAMES, jobIdOf, type Job, type JobName } from './job-map.ts';
import { BACKOFF, MAX_ATTEMPTS } from './retry.ts';

/** Puts jobs in; the same on either backend. */
export interface JobQueues {
  /**
   * Queues the jobs that aren't queued or running already. None: nothing happens.
   * @throws WaysideError QUEUE_UNREACHABLE when the backend stays away for some seconds.
   */
  enqueue(jobs: readonly Job[]): Promise<void>;
  /** Jobs not done yet: waiting (whatever their precedence), delayed for a retry, or running. */
  pending(name: JobName): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param onError hears of connection troubles that the backend recovers from by itself.
 * @throws WaysideError CONFIG_INVALID, QUEUE_UNREACHABLE
 */
export async function openQueues(
  config: JobsConfig,
  onError: (error: Error) => void = () => undefined,
): Promise<JobQueues> {
  const backend = jobBackend(config);
  await backend.reach();
  const queues = new Map<JobName, JobQueue>();
  for (const name of JOB_NAMES) {
    const queue = backend.queue(name);
    queue.on('error', onError);
    queues.set(name, queue);
  }

  return {
    async enqueue(jobs) {
      for (const [name, queue] of queues) {
        const batch = jobs.filter((job) => job.name === name).map(toBatchEntry);
        if (batch.length === 0) continue;
        try {
          await queue.addBulk(batch);
        } catch (cause) {
          throw unreachable(config.url, cause);
        }
      }
    },
    async pending(name) {
      try {
        const queue = queues.get(name)!;
        const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed');
        return Object.values(counts).reduce((sum, count) => sum + count, 0);
      } catch (cause) {
        throw unreachable(config.url, cause);
      }
    },
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function toBatchEntry(job: Job) {
  return {
    name: job.name,
    data: job.payload,
    opts: {
      jobId: jobIdOf(job),
      ...(job.precedence !== undefined && { priority: job.precedence }),
      // The rows say what is done and what failed. A job kept after its end would only keep the same
      // work from being queued again under its id.
      removeOnComplete: true,
      removeOnFail: true,
      attempts: MAX_ATTEMPTS,
      backoff: BACKOFF,
      stackTraceLimit: 0,
    },
  };
}
