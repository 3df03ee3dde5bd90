import { createApp } from '../api/app.ts';
import type { ApiContext } from '../api/context.ts';
import { allMetrics } from '../api/operations/all-metrics.ts';
import { renewSetupCode } from '../api/people/setup-code.ts';
import { reviewRegularly } from '../api/reviews/keep-reviewing.ts';
import { serve, type ApiServer } from '../api/serve.ts';
import type { MetricValues } from '../workers/operations/metrics-of-processes.ts';
import type { Operations } from '../workers/operations/operations-server.ts';
import { processRegistry } from '../workers/operations/process-registry.ts';
import { readinessOf } from '../workers/operations/readiness.ts';
import type { Config } from './config.ts';
import type { House } from './house.ts';
import { errorRecord } from './output.ts';

export interface StartApiOptions {
  readonly verbose?: boolean;
  /** What the processes beside it counted. */
  readonly processMetrics?: () => readonly MetricValues[];
}

export interface HouseApi extends ApiServer {
  /** Makes the first administrator; null once there are users. */
  readonly setupCode: string | null;
  /** For a port of its own. */
  readonly operations: Operations;
}

/**
 * The API over a house, listening.
 * @param onLog hears a JSON line for each request that failed, and with `verbose` for every one.
 * @throws WaysideError CONFIG_INVALID, DATABASE_UNREACHABLE
 */
export async function startApi(
  { services, operator }: House,
  config: Config,
  onLog: (line: string) => void,
  { verbose = false, processMetrics = () => [] }: StartApiOptions = {},
): Promise<HouseApi> {
  const { db, objects, keeper: sealer, queues, scratch } = services;
  const setupCode = await renewSetupCode(db);
  const registry = processRegistry('api');
  const context: ApiContext = {
    db,
    objects,
    keeper: operator,
    sealer,
    queues,
    config: config.api,
    scratchFolder: await scratch.newFolder(),
    retention: config.retention,
    importFolders: config.importFolders,
    processMetrics,
    nowMs: Date.now,
  };
  const app = await createApp(context, {
    registry,
    log: {
      level: verbose ? 'info' : 'error',
      write: (line) => {
        onLog(line.trimEnd());
      },
    },
  });
  const readiness = readinessOf(context, Date.now);
  const server = await serve(app, config.api);
  const reviews = reviewRegularly(
    { db, keeper: operator, settings: config.reviews, nowMs: Date.now },
    (error) => {
      app.log.error({ failure: errorRecord(error).code }, 'the audit log was not reviewed');
    },
  );
  return {
    url: server.url,
    setupCode,
    operations: {
      readiness,
      metrics: async () => allMetrics(context, await readiness(), registry),
    },
    async close() {
      await reviews.stop();
      await server.close();
    },
  };
}
