import { Type } from 'typebox';
import { askedBy } from '../../../auth/asked-by.ts';
import { decodeCursor, encodeCursor } from '../../../paging.ts';
import { shownFrom } from '../../../retention/shown-from.ts';
import { searchTracks } from '../../../tracks/search-tracks.ts';
import { listsPersons, trackQuestion } from '../../../tracks/track-question.ts';
import { TrackSearchRequest } from '../../../tracks/track-search-request.ts';
import { itemOfTrack, TrackSearchAnswer } from '../../../tracks/track-view.ts';
import type { Routes } from '../../route-app.ts';

const Position = Type.Object(
  {
    atMs: Type.Integer(),
    id: Type.Union([Type.String({ pattern: '^[0-9a-f-]{36}$' }), Type.Null()]),
  },
  { additionalProperties: false },
);

export const tracksSearchRoutes: Routes = (app, context) => {
  app.post(
    '/v1/tracks/search',
    {
      config: { access: { roles: ['analyst', 'integrator'], scope: 'tracks:read' } },
      schema: {
        summary: 'Find and count tracks by class, colour, way, zone, time and place',
        description:
          'Says nothing of plates but whether one was read. A page may hold fewer tracks than `limit`, ' +
          'even none, before the last: go on while there is a `nextCursor`.',
        tags: ['tracks'],
        body: TrackSearchRequest,
        response: { 200: TrackSearchAnswer },
      },
    },
    async (request) => {
      const { cursor, limit = 50, order = 'newest', ...asked } = request.body;
      const after = decodeCursor(Position, cursor);
      const question = await trackQuestion(context.db, asked, await shownFrom(context, 'tracks'));
      // Both at once; nothing is answered unless both are done.
      const [found] = await Promise.all([
        searchTracks(context.db, question, { order, after, limit }),
        context.keeper.recordEvent({
          by: askedBy(request),
          action: 'tracks-searched',
          particulars: { ...asked, order, limit, firstPage: after === null },
        }),
      ]);
      return {
        items: found.tracks.map(itemOfTrack),
        nextCursor: found.next === null ? null : encodeCursor(found.next),
        total: found.total,
        personsListed: listsPersons(question),
        facets: {
          class: [...found.facets.class],
          colour: [...found.facets.colour],
          direction: [...found.facets.direction],
          hasPlate: [...found.facets.hasPlate],
          camera: [...found.facets.camera],
          zone: [...found.facets.zone],
        },
        bucketMs: found.bucketMs,
        histogram: found.histogram.map(({ startMs, count }) => ({
          start: new Date(startMs).toISOString(),
          count,
        })),
        facetsExact: found.exact,
      };
    },
  );
};
