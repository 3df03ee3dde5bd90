import type { Registry } from 'prom-client';
import { metricsText } from '../../workers/operations/metrics-of-processes.ts';
import type { Readiness } from '../../workers/operations/readiness.ts';
import type { ApiContext } from '../context.ts';
import { siteMetrics } from './site-metrics.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'queues' | 'nowMs' | 'processMetrics'>;

/** The site's figures, this process's and those of the processes that it started, for Prometheus. */
export async function allMetrics(
  context: Context,
  readiness: Readiness,
  registry: Registry,
): Promise<string> {
  return metricsText([
    await siteMetrics(context, readiness),
    await registry.getMetricsAsJSON(),
    ...(context.processMetrics?.() ?? []),
  ]);
}
