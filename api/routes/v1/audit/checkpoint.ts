import { Type } from 'typebox';
import { WaysideError } from '../../../../pipeline/errors.ts';
import { newestCheckpoint } from '../../../../store/audit/published-log.ts';
import type { Routes } from '../../route-app.ts';

/** `GET /v1/audit/checkpoint`, by https://c2sp.org/tlog-tiles. */
export const auditCheckpointRoutes: Routes = (app, { db }) => {
  app.get(
    '/v1/audit/checkpoint',
    {
      config: { access: 'public' },
      schema: {
        summary: 'The newest signed head of the audit log',
        description:
          'A C2SP signed note: name of the log, number of entries, root hash, signatures. Keep copies elsewhere: they show a log that was rewritten.',
        tags: ['audit'],
        response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (_, reply) => {
      const newest = await newestCheckpoint(db);
      if (newest === null) throw new WaysideError('NOT_FOUND', 'there is no checkpoint yet');
      return reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'public, max-age=5')
        .send(newest.note);
    },
  );
};
