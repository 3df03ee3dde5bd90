import { Type } from 'typebox';
import { METRICS_CONTENT_TYPE } from '../../workers/operations/metrics-of-processes.ts';
import { allMetrics } from '../operations/all-metrics.ts';
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
      const { registry } = context;
      const text = await allMetrics(context, await context.readiness(), registry);
      return reply.type(METRICS_CONTENT_TYPE).send(text);
    },
  );
};
