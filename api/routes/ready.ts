import { Type } from 'typebox';
import { ERROR_CATALOGUE } from '../../pipeline/errors.ts';
import { SERVICES } from '../../workers/operations/readiness.ts';
import type { Routes } from './route-app.ts';

const State = Type.Union([Type.Literal('ok'), Type.Enum(Object.keys(ERROR_CATALOGUE))]);
const ReadinessView = Type.Object({
  ready: Type.Boolean(),
  services: Type.Object(Object.fromEntries(SERVICES.map((name) => [name, State]))),
});

/** `GET /readyz`: whether all that the process stands on answers. */
export const readyRoutes: Routes = (app, context) => {
  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Whether the site can work: database, keeper, job queue, objects',
        tags: ['operations'],
        response: { 200: ReadinessView, 503: ReadinessView },
      },
    },
    async (_, reply) => {
      const state = await context.readiness();
      return reply.code(state.ready ? 200 : 503).send(state);
    },
  );
};
