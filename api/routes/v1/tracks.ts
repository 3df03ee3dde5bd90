import { Type } from 'typebox';
import { WaysideError } from '../../../pipeline/errors.ts';
import { findTrack, type FoundTrack } from '../../../store/track-search/find-track.ts';
import { askedBy } from '../../auth/asked-by.ts';
import { shownFrom } from '../../retention/shown-from.ts';
import { itemOfTrack, TrackItem } from '../../tracks/track-view.ts';
import type { Routes } from '../route-app.ts';

/** Gaps this near to a track are told with it: it may have begun or ended in one. */
const AROUND_MS = 60_000;

const TrackDetail = Type.Object({
  ...TrackItem.properties,
  colourConfidence: Type.Number(),
  bestAt: Type.String({ description: 'When it was seen best.' }),
  footage: Type.Object({
    id: Type.String(),
    fileName: Type.Union([Type.String(), Type.Null()], { description: 'Null: a stream.' }),
  }),
  segment: Type.Union([
    Type.Object({
      id: Type.String(),
      sequence: Type.Integer(),
      startedAt: Type.String(),
      endedAt: Type.String(),
    }),
    Type.Null(),
  ]),
  gaps: Type.Array(
    Type.Object({ startedAt: Type.String(), endedAt: Type.String(), cause: Type.String() }),
    { description: 'Spans without video within a minute of the track.' },
  ),
});

export const tracksRoutes: Routes = (app, context) => {
  app.get(
    '/v1/tracks/:id',
    {
      config: { access: { roles: ['analyst', 'integrator'], scope: 'tracks:read' } },
      schema: {
        summary: 'One track',
        tags: ['tracks'],
        params: Type.Object({
          id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
        }),
        response: { 200: TrackDetail },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await findTrack(context.db, id, AROUND_MS);
      const keptFrom = await shownFrom(context, 'tracks');
      if (found === null || found.track.day < keptFrom(found.track.cameraId)) {
        throw new WaysideError('TRACK_UNKNOWN', 'there is no track of this id, or it has expired');
      }
      const { cameraId, objectClass } = found.track;
      await context.keeper.recordEvent({
        by: askedBy(request),
        action: 'track-seen',
        particulars: { trackId: id, cameraId, objectClass },
      });
      return detailOf(found);
    },
  );
};

function detailOf({ track, segment, fileName, gaps }: FoundTrack) {
  return {
    ...itemOfTrack(track),
    colourConfidence: track.colourConfidence,
    bestAt: track.bestAt.toISOString(),
    footage: { id: track.footageId, fileName },
    segment:
      segment === null ? null : { id: segment.id, sequence: segment.sequence, ...timesOf(segment) },
    gaps: gaps.map((gap) => ({ ...timesOf(gap), cause: gap.cause })),
  };
}

function timesOf({ startedAt, endedAt }: { readonly startedAt: Date; readonly endedAt: Date }) {
  return { startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString() };
}
