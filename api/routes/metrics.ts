import { Type } from 'typebox';
import {
  METRICS_CONTENT_TYPE,
  metricsText,
} from '../../workers/operations/metrics-of-processes.ts';
import { siteMetrics } from '../operations/site-metrics.ts';
import type { Routes } from './route-app.ts';

/** `GET /metrics`: of the site and of the processes that this one knows of. */
export const metricsRoutes: Routes = (app, context) => {
  app.get(
    '/metrics',
    {
      config: { access: { roles: ['administrator', 'auditor'], scope: 'metrics:read' } },
      schema: {
        summary: 'Figures for Prometheus',
        description: 'Cameras, queues, keys and processes; nothing of what was read or searched.',
        tags: ['operations'],
        response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (_, reply) => {
      const values = [
        await siteMetrics(context, await context.readiness()),
        await context.registry.getMetricsAsJSON(),
        ...(context.processMetrics?.() ?? []),
      ];
      return reply.type(METRICS_CONTENT_TYPE).send(await metricsText(values));
    },
  );
};
