import { Type, type Static } from 'typebox';
import { COLOURS } from '../../pipeline/segment/segment-facts.ts';
import { directionOf, TRACK_CLASSES } from '../../pipeline/track-search/track-cell.ts';
import type { Colour } from '../../pipeline/segment/segment-facts.ts';
import type { ListedTrack } from '../../store/track-search/list-slices.ts';
import { ClockSourceAnswer } from '../clock-source-answer.ts';
import { page } from '../paging.ts';
import { Direction } from './track-search-request.ts';

export const TrackItem = Type.Object({
  id: Type.String(),
  cameraId: Type.String(),
  class: Type.Enum([...TRACK_CLASSES], {
    description: '`unknown`: only its plate was seen. A person is an anonymous box.',
  }),
  colour: Type.Enum([...COLOURS]),
  direction: Direction,
  directionDeg: Type.Union([Type.Number(), Type.Null()], {
    description: 'In the picture: 0 up, 90 right, clockwise.',
  }),
  zones: Type.Array(Type.String()),
  firstAt: Type.String(),
  lastAt: Type.String(),
  clockSource: ClockSourceAnswer,
  open: Type.Boolean({
    description: 'Still in view when it was written down: it changes until the track ends.',
  }),
  hasPlate: Type.Boolean({ description: 'Which plate only a search under a grant tells.' }),
  hasPicture: Type.Boolean(),
});
export type TrackItem = Static<typeof TrackItem>;

const Facet = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }));

export const TrackSearchAnswer = Type.Object({
  ...page(TrackItem).properties,
  total: Type.Integer({ description: 'Persons among them, also where they aren’t listed.' }),
  personsListed: Type.Boolean({
    description:
      'Persons are listed when one camera is asked for; of several they are counted only.',
  }),
  facets: Type.Object(
    {
      class: Facet,
      colour: Facet,
      direction: Facet,
      hasPlate: Facet,
      camera: Facet,
      zone: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }), {
        description: 'Of the one camera that is asked for; else empty.',
      }),
    },
    {
      description:
        'Class, colour, direction and hasPlate count as if they weren’t filtered by themselves; camera counts within the cameras that are asked for.',
    },
  ),
  bucketMs: Type.Integer({ description: 'Length of the histogram’s bars: an hour or a day, UTC.' }),
  histogram: Type.Array(Type.Object({ start: Type.String(), count: Type.Integer() })),
  facetsExact: Type.Boolean({
    description: 'False: total, facets and histogram are estimated from a part of the tracks.',
  }),
});

/**
 * A person's item says when somebody was in view, and in which zones: no way, no picture. There is no
 * colour of persons at all.
 */
export function itemOfTrack(track: ListedTrack): TrackItem {
  const isPerson = track.objectClass === 'person';
  const directionDeg = isPerson ? null : track.directionDeg;
  return {
    id: track.id,
    cameraId: track.cameraId,
    class: track.objectClass,
    colour: track.colour as Colour,
    direction: directionOf(directionDeg),
    directionDeg,
    zones: [...track.zones],
    firstAt: track.firstAt.toISOString(),
    lastAt: track.lastAt.toISOString(),
    clockSource: track.clockSource,
    open: track.isOpen,
    hasPlate: track.hasPlate,
    hasPicture: !isPerson && track.cropKey !== null,
  };
}
