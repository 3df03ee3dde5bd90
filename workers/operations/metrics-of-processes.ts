import { AggregatorRegistry, type Registry } from 'prom-client';

/** A registry's values as JSON, as one process hands them to another. */
export type MetricValues = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The values of several processes as one text for Prometheus. Series of the same name and labels are
 * added up, so each process labels its own.
 */
export async function metricsText(values: readonly MetricValues[]): Promise<string> {
  return AggregatorRegistry.aggregate([...values]).metrics();
}
