import { retentionView, RetentionView } from '../../retention/retention-view.ts';
import type { Routes } from '../route-app.ts';

export const retentionRoutes: Routes = (app, context) => {
  app.get(
    '/v1/retention',
    {
      config: { access: { roles: ['administrator', 'auditor'] } },
      schema: {
        summary: 'How long things are kept, and how far that was done',
        tags: ['retention'],
        response: { 200: RetentionView },
      },
    },
    () => retentionView(context),
  );
};
