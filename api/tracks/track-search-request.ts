import { Type, type Static } from 'typebox';
import { COLOURS } from '../../pipeline/segment/segment-facts.ts';
import { TimeOfDay } from '../../pipeline/time/time-of-day.ts';
import { DIRECTIONS, TRACK_CLASSES } from '../../pipeline/track-search/track-cell.ts';
import { Moment } from '../moment.ts';

const strict = { additionalProperties: false } as const;
const oneOrMore = { minItems: 1, uniqueItems: true } as const;

const Longitude = Type.Number({ minimum: -180, maximum: 180 });
const Latitude = Type.Number({ minimum: -90, maximum: 90 });
const LonLat = Type.Tuple([Longitude, Latitude]);

export const Direction = Type.Enum([...DIRECTIONS], {
  description: 'Eighths of the compass in the picture, not on the map; `none`: it stood still.',
});

/** Where cameras stand. A polygon is GeoJSON's: rings of longitude and latitude, the first the outline. */
export const Area = Type.Union([
  Type.Object(
    { bbox: Type.Tuple([Longitude, Latitude, Longitude, Latitude]) },
    { ...strict, description: 'West, south, east, north.' },
  ),
  Type.Object(
    {
      type: Type.Literal('Polygon'),
      coordinates: Type.Array(Type.Array(LonLat, { minItems: 4, maxItems: 1_000 }), {
        minItems: 1,
        maxItems: 20,
      }),
    },
    strict,
  ),
]);
export type Area = Static<typeof Area>;

export const TrackSearchRequest = Type.Object(
  {
    from: Moment,
    to: Moment,
    cameras: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { ...oneOrMore, maxItems: 1_000 }),
    ),
    classes: Type.Optional(Type.Array(Type.Enum([...TRACK_CLASSES]), oneOrMore)),
    colours: Type.Optional(Type.Array(Type.Enum([...COLOURS]), oneOrMore)),
    directions: Type.Optional(
      Type.Array(
        Type.Union([
          Direction,
          Type.Object(
            {
              degrees: Type.Number({
                minimum: 0,
                exclusiveMaximum: 360,
                description: 'In the picture: 0 up, 90 right, clockwise.',
              }),
              toleranceDeg: Type.Number({ minimum: 0, maximum: 180 }),
            },
            strict,
          ),
        ]),
        { minItems: 1, maxItems: 16 },
      ),
    ),
    zones: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        ...oneOrMore,
        maxItems: 50,
        description: 'Names of zones of the one camera that is asked for; in any of them.',
      }),
    ),
    timeOfDay: Type.Optional(TimeOfDay),
    area: Type.Optional(Area),
    hasPlate: Type.Optional(Type.Boolean()),
    minDurationMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
    order: Type.Optional(Type.Enum(['newest', 'oldest'], { default: 'newest' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);
export type TrackSearchRequest = Static<typeof TrackSearchRequest>;
