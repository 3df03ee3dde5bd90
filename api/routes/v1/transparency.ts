import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { reportCsv } from '../../../pipeline/transparency/report-csv.ts';
import { TransparencyReport } from '../../../pipeline/transparency/report.ts';
import { monthReport } from '../../transparency/month-report.ts';
import type { Routes } from '../route-app.ts';

const RUNNING_SECONDS = 300;
const COMPLETE_SECONDS = 24 * 3600;
const CSV = 'text/csv; charset=utf-8';

export const transparencyRoutes: Routes = (app, context) => {
  app.get(
    '/v1/transparency',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What the system was used for in a month',
        description:
          'Made from the audit log, without plates, names and small counts; `method` says how. The same ' +
          'for a month that is complete whenever it is asked for. As CSV with `format=csv`, or ' +
          '`Accept: text/csv`.',
        tags: ['transparency'],
        querystring: Type.Object(
          {
            month: Type.String({
              pattern: '^20\\d{2}-(0[1-9]|1[0-2])$',
              description: 'YYYY-MM, UTC.',
            }),
            format: Type.Optional(Type.Enum(['json', 'csv'])),
          },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'The month',
            content: {
              'application/json': { schema: TransparencyReport },
              'text/csv': { schema: Type.String() },
            },
          },
          304: Type.Null(),
        },
      },
    },
    async (request, reply) => {
      const { month, format } = request.query;
      const report = await monthReport(context.db, month, context.nowMs());
      const isCsv = (format ?? preferred(request.headers.accept)) === 'csv';
      const text = isCsv ? reportCsv(report) : JSON.stringify(report);
      const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      void reply
        .header('cache-control', `public, max-age=${maxAgeSeconds(report)}`)
        .header('vary', 'accept')
        .header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send(null);
      void reply.type(isCsv ? CSV : 'application/json; charset=utf-8');
      return reply.serializer((sent: string) => sent).send(text);
    },
  );
};

function maxAgeSeconds({ complete }: TransparencyReport): number {
  return complete ? COMPLETE_SECONDS : RUNNING_SECONDS;
}

/** CSV for whoever names it and doesn't name JSON before. */
function preferred(accept = ''): 'json' | 'csv' {
  const csvAt = accept.indexOf('text/csv');
  const jsonAt = accept.indexOf('application/json');
  return csvAt >= 0 && (jsonAt < 0 || csvAt < jsonAt) ? 'csv' : 'json';
}
