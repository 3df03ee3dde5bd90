import { Type, type Static } from 'typebox';
import { FOOTAGE_SCOPES } from '../../keeper/client/grant.ts';
import { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { Moment } from '../moment.ts';

const CameraIds = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
  minItems: 1,
  maxItems: 10_000,
  uniqueItems: true,
});
export const Cameras = Type.Union([Type.Literal('all'), CameraIds]);
export const FootageScope = Type.Enum([...FOOTAGE_SCOPES], {
  description:
    '`none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.',
});

const { pattern, wrongCharacters, partial } = PlateQuery.properties;
/** As `PlateQuery`, exact and whole when it doesn't say otherwise. */
const RequestedPlate = Type.Object(
  { pattern, wrongCharacters: Type.Optional(wrongCharacters), partial: Type.Optional(partial) },
  { additionalProperties: false },
);

/** What someone asks to be granted in a case. */
export const GrantRequest = Type.Object(
  {
    plates: Type.Array(RequestedPlate, {
      maxItems: 100,
      description: 'Plates and patterns; none only where `footage` is `all`.',
    }),
    /** `all` when left out. */
    cameras: Type.Optional(Cameras),
    from: Moment,
    to: Moment,
    /** `sightings` when left out. */
    footage: Type.Optional(FootageScope),
    unmask: Type.Optional(
      Type.Boolean({
        description: 'Whether people, and plates beside the granted ones, may be shown; false.',
      }),
    ),
    expiresInHours: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 24 * 31, description: 'Counted from approval.' }),
    ),
    reason: Type.String({ minLength: 10, maxLength: 2000 }),
    selfGrant: Type.Optional(
      Type.Boolean({
        description:
          'Ask for it without an approver, where the site allows that: one whole plate of the last 24 hours. Such a grant is reviewed.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type GrantRequest = Static<typeof GrantRequest>;

/** Of the request, as the estimate saw it. */
export const GrantEstimate = Type.Object({
  /** Plates read in the span and by the cameras, so far; of large days about. */
  reads: Type.Integer(),
  /** How many of them the plates and patterns would match. */
  expectedMatches: Type.Integer(),
});
export type GrantEstimate = Static<typeof GrantEstimate>;

/** What is kept of a request, sealed. */
export const RequestedScope = Type.Object({
  plates: Type.Array(PlateQuery),
  cameras: Cameras,
  fromMs: Type.Integer(),
  toMs: Type.Integer(),
  footage: FootageScope,
  unmask: Type.Boolean(),
  expiresInHours: Type.Number(),
  reason: Type.String(),
  estimate: GrantEstimate,
});
export type RequestedScope = Static<typeof RequestedScope>;
