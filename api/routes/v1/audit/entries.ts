import { Type } from 'typebox';
import { MAX_ENTRIES_PER_CALL } from '../../../../keeper/client/protocol.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import type { Routes } from '../../route-app.ts';

const Entry = Type.Object({
  /** From 0; the leaf of that number in the tree. */
  sequence: Type.Integer(),
  recordedAt: Type.String({ format: 'date-time' }),
  /** RFC 6962, base64. */
  leafHash: Type.String(),
  /** Null: the stored bytes were changed. */
  detail: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
});

export const auditEntriesRoutes: Routes = (app, { keeper }) => {
  app.get(
    '/v1/audit/entries',
    {
      config: { access: { roles: ['auditor'] } },
      schema: {
        summary: 'Entries of the audit log, with everything that is in them',
        description: 'In order. That they were read, and by whom, is an entry itself.',
        tags: ['audit'],
        querystring: Type.Object(
          {
            /** First entry; or the `nextCursor` of the answer before. */
            from: Type.Optional(
              Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
            ),
            limit: Type.Optional(
              Type.Integer({ minimum: 1, maximum: MAX_ENTRIES_PER_CALL, default: 100 }),
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            items: Type.Array(Entry),
            /** Goes on as `from`. */
            nextCursor: Type.Union([Type.String(), Type.Null()]),
            /** Entries that there were. */
            size: Type.Integer(),
          }),
        },
      },
    },
    async (request) => {
      const { from = 0, limit = 100 } = request.query;
      const { entries, size, nextSequence } = await keeper.readAudit({
        by: askedBy(request),
        fromSequence: from,
        limit,
        view: 'full',
      });
      return {
        items: entries.map(({ sequence, recordedAtMs, leafHash, detail }) => ({
          sequence,
          recordedAt: new Date(recordedAtMs).toISOString(),
          leafHash: Buffer.from(leafHash).toString('base64'),
          detail: detail === null ? null : { ...detail },
        })),
        nextCursor: nextSequence === null ? null : String(nextSequence),
        size,
      };
    },
  );
};
