import { Type } from 'typebox';
import { lastRuns } from '../../../../store/retention/retention-runs.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { RetentionReceipt } from '../../../retention/retention-receipt.ts';
import { RunView, viewOfRun } from '../../../retention/retention-view.ts';
import { runRetention } from '../../../retention/run-retention.ts';
import type { Routes } from '../../route-app.ts';

const RUNS_SHOWN = 100;

export const retentionRunsRoutes: Routes = (app, context) => {
  app.get(
    '/v1/retention/runs',
    {
      config: { access: { roles: ['administrator', 'auditor'] } },
      schema: {
        summary: 'The newest retention runs with their receipts',
        description: 'All of them are in the audit log.',
        tags: ['retention'],
        response: {
          200: Type.Object({ items: Type.Array(RunView), nextCursor: Type.Null() }),
        },
      },
    },
    async () => {
      const runs = await lastRuns(context.db, RUNS_SHOWN);
      return { items: runs.map(viewOfRun), nextCursor: null };
    },
  );
  app.post(
    '/v1/retention/runs',
    {
      config: { access: { roles: ['administrator'] } },
      schema: {
        summary: 'Run retention now',
        description:
          'Runs every hour by itself. A dry run counts what would go and changes nothing.',
        tags: ['retention'],
        body: Type.Object(
          {
            dryRun: Type.Optional(Type.Boolean({ default: false })),
            /** Also looks for objects that no row names. */
            orphans: Type.Optional(Type.Boolean({ default: false })),
          },
          { additionalProperties: false },
        ),
        response: { 200: RetentionReceipt },
      },
    },
    (request) => {
      const { dryRun = false, orphans = false } = request.body;
      return runRetention(context, { by: askedBy(request), dryRun, orphans });
    },
  );
};
