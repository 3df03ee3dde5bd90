import { Type } from 'typebox';
import { WaysideError } from '../../../pipeline/errors.ts';
import { COVERAGE_KINDS } from '../../../pipeline/coverage/coverage.ts';
import { DAY_MS } from '../../../pipeline/time/utc-day.ts';
import { listCameras, requireCamera } from '../../../store/cameras.ts';
import { cameraCoverage, type CameraCoverage } from '../../../store/coverage/camera-coverage.ts';
import { ROLES } from '../../auth/actor.ts';
import { CameraId } from '../../cameras/camera-schemas.ts';
import { Moment, spanOf } from '../../moment.ts';
import { shownFrom } from '../../retention/shown-from.ts';
import type { Routes } from '../route-app.ts';

const MOST_DAYS = 400;
/** Days of cameras of one answer: each is some 20,000 segments to read. */
const MOST_CAMERA_DAYS = 400;

const Part = Type.Object({
  kind: Type.Enum([...COVERAGE_KINDS]),
  from: Type.String(),
  to: Type.String(),
  cause: Type.Union([Type.String(), Type.Null()], { description: 'Of a gap: an error code.' }),
  analysisFps: Type.Union([Type.Number(), Type.Null()], {
    description: 'Of what is covered: frames a second that were looked at; null: not known.',
  }),
  thinned: Type.Boolean({
    description: 'Fewer frames were looked at than asked for: workers had fallen behind.',
  }),
});

const Coverage = Type.Object({
  from: Type.String(),
  to: Type.String(),
  cameras: Type.Array(
    Type.Object({
      cameraId: Type.String(),
      parts: Type.Array(Part, { description: 'End to end over the whole span.' }),
      totalsMs: Type.Object(
        Object.fromEntries(COVERAGE_KINDS.map((kind) => [kind, Type.Integer()])),
      ),
    }),
  ),
});

export const coverageRoutes: Routes = (app, context) => {
  app.get(
    '/v1/coverage',
    {
      config: { access: { roles: ROLES, scope: 'coverage:read' } },
      schema: {
        summary: 'What cameras saw and did not see between two times',
        description:
          '`covered`: seen and tracked. `gap`: video that is missing or damaged. `processing`: not looked ' +
          'at yet. `not-recorded`: no footage. `expired`: older than footage is kept.',
        tags: ['cameras'],
        querystring: Type.Object(
          { camera: Type.Optional(CameraId), from: Moment, to: Moment },
          { additionalProperties: false },
        ),
        response: { 200: Coverage },
      },
    },
    async ({ query }) => {
      const span = spanOf(query, MOST_DAYS);
      const cameras =
        query.camera === undefined
          ? await listCameras(context.db)
          : [await requireCamera(context.db, query.camera)];
      const cameraDays = Math.ceil((cameras.length * (span.endMs - span.startMs)) / DAY_MS);
      if (cameraDays > MOST_CAMERA_DAYS) {
        throw new WaysideError('USAGE', 'too much at once: ask for one camera or a shorter time', {
          details: { cameraDays, atMost: MOST_CAMERA_DAYS },
        });
      }
      const keptFrom = await shownFrom(context, 'footage');
      const found: CameraCoverage[] = [];
      for (const { id } of cameras) {
        found.push(await cameraCoverage(context.db, id, span, keptFrom));
      }
      return {
        from: isoOf(span.startMs),
        to: isoOf(span.endMs),
        cameras: found.map(({ cameraId, parts, totalsMs }) => ({
          cameraId,
          totalsMs,
          parts: parts.map(({ startMs, endMs, ...part }) => ({
            ...part,
            ...{ from: isoOf(startMs), to: isoOf(endMs) },
          })),
        })),
      };
    },
  );
};

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
