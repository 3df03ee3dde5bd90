import { Type } from 'typebox';
import { clipsOfCase } from '../../../../store/clips/clips.ts';
import type { Clip } from '../../../../store/schema/redaction.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { userOf } from '../../../auth/access.ts';
import { caseOf } from '../../../cases/cases.ts';
import { CaseId } from '../../../cases/ids.ts';
import { decodeCursor, DEFAULT_PAGE, page, PageQuery, pageOf } from '../../../paging.ts';
import { askForClip } from '../../../pictures/ask-for-clip.ts';
import { clipAnswer, ClipAnswer, ClipRequest } from '../../../pictures/clip-schemas.ts';
import type { Routes } from '../../route-app.ts';

const Position = Type.Object({
  createdAtMs: Type.Integer({ minimum: 0, maximum: 8_640_000_000_000 }),
  id: Type.String({ format: 'uuid' }),
});

export const caseClipsRoutes: Routes = (app, context) => {
  app.post(
    '/v1/cases/:id/clips',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'Ask for a piece of video under a grant',
        description:
          'People and plates are filled, except the plate of the sighting named. It is made in the ' +
          'background and gone after a day.',
        tags: ['cases'],
        params: CaseId,
        body: ClipRequest,
        response: { 202: ClipAnswer },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const clip = await askForClip(context, askedBy(request), userOf(request), params.id, body);
      return reply.code(202).send(clipAnswer(clip));
    },
  );

  app.get(
    '/v1/cases/:id/clips',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'Clips of a case, newest first',
        tags: ['cases'],
        params: CaseId,
        querystring: PageQuery,
        response: { 200: page(ClipAnswer) },
      },
    },
    async (request) => {
      const { db } = context;
      const { limit = DEFAULT_PAGE, cursor } = request.query;
      const { id } = await caseOf(db, userOf(request), request.params.id);
      const after = decodeCursor(Position, cursor);
      const before = after && { id: after.id, createdAt: new Date(after.createdAtMs) };
      const clips = await clipsOfCase(db, id, limit + 1, before);
      const positionOf = (clip: Clip) => ({ createdAtMs: clip.createdAt.getTime(), id: clip.id });
      return pageOf(clips, limit, positionOf, clipAnswer);
    },
  );
};
