import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { WaysideError } from '../pipeline/errors.ts';
import { loadAnalysisTools } from './analysis-tools.ts';
import { clipHandler } from './clip/clip-handler.ts';
import { openServices } from './compose.ts';
import type { WorkerConfig } from './config.ts';
import { consume, type ConsumerOptions } from './consumer.ts';
import { detectHandler } from './detect-handler.ts';
import { DEFAULT_SEGMENT_MS } from './config.ts';
import { importHandler } from './import-handler.ts';
import { jobNameOf } from './job-map.ts';
import { requeueUnfinished } from './requeue.ts';
import { watchThinning } from './thinning-watch.ts';
import { trackHandler } from './track-handler.ts';
import { untilThere } from './until-there.ts';
import { NO_WORK_METRICS, workMetrics } from './operations/work-metrics.ts';
import type { WorkerLog } from './worker-log.ts';

export interface RunWorkerOptions {
  /** Aborted: take no more jobs and return, within ten seconds. */
  readonly signal: AbortSignal;
  readonly log: WorkerLog;
  /** Jobs are being taken. */
  readonly onReady?: () => void;
  /** What it does is counted in it. */
  readonly registry?: Registry;
}

const GRACE_MS = 6000;
const REQUEUE_EVERY_MS = 15_000;

/**
 * Works until it is told to stop. Services that are away are waited for, at the start as later.
 * Two segments are taken at a time, of which one is with the models while the other is opened and
 * decoded.
 * @throws WaysideError MODEL_MISSING, MODEL_CORRUPT, CONFIG_INVALID, DATA_FOLDER_UNUSABLE, …: what
 *   another try doesn't help.
 */
export async function runWorker(config: WorkerConfig, options: RunWorkerOptions): Promise<void> {
  const { signal, log, onReady, registry } = options;
  const metrics = registry === undefined ? NO_WORK_METRICS : workMetrics(registry);
  const { tools, hiding } = await loadAnalysisTools(config);
  const onError: ConsumerOptions['onError'] = (error, job) => {
    const code = error instanceof WaysideError ? error.code : undefined;
    metrics.failed(code ?? 'INTERNAL', job === undefined ? null : jobNameOf(job.id));
    log.warn({ err: error, code, job: job?.id }, job === undefined ? 'trouble' : 'a try failed');
  };
  const services = await untilThere(
    () =>
      openServices(config.services, {
        applicationName: 'wayside worker',
        onError: (error) => {
          log.warn({ err: error }, 'trouble');
        },
      }),
    {
      signal,
      onAway: (error) => {
        log.warn({ err: error, code: error.code }, 'waiting for a service');
      },
    },
  );
  if (services === null) return;
  try {
    const { jobs } = config.services;
    const thinning = watchThinning(services.db, { signal, log, onError });
    const detect = detectHandler(services, {
      ...{ ...tools, analysisFps: config.analysisFps },
      ...{ thinning, metrics },
    });
    const consumers = [
      await consume(jobs, 'detect', detect, { concurrency: 2, onError }),
      await consume(jobs, 'clip', clipHandler(services, hiding), { concurrency: 1, onError }),
      await consume(
        jobs,
        'import',
        importHandler(services, config.segmentMs ?? DEFAULT_SEGMENT_MS),
        { concurrency: 1, onError },
      ),
      await consume(jobs, 'track', trackHandler(services, metrics), { concurrency: 1, onError }),
    ];
    log.info('taking jobs');
    onReady?.();
    while (!signal.aborted) {
      await requeueUnfinished(services.db, services.queues).catch(onError);
      await sleep(REQUEUE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(consumers.map((consumer) => consumer.close(GRACE_MS)));
  } finally {
    await services.close();
  }
}
