import { Type } from 'typebox';
import type { Routes } from './route-app.ts';

/** `GET /healthz`: the process answers. Says nothing of what it stands on. */
export const healthRoutes: Routes = (app) => {
  app.get(
    '/healthz',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Whether the process answers',
        tags: ['operations'],
        response: { 200: Type.Object({ status: Type.Literal('ok') }) },
      },
    },
    () => ({ status: 'ok' as const }),
  );
};
