import { Type, type Static } from 'typebox';
import { Line, MOST_LINES } from '../../pipeline/geometry/lines.ts';
import { MOST_MASKS, PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import { MOST_ZONES, Zone } from '../../pipeline/geometry/zones.ts';
import { CLOCK_SOURCES } from '../../pipeline/time/clock-source.ts';
import type { LiveState } from '../../store/live/live-states.ts';
import type { Camera } from '../../store/schema.ts';
import { CAMERA_STATES } from '../../store/schema/live.ts';
import { CAMERA_STATUSES } from '../../store/schema/track-search.ts';

const strict = { additionalProperties: false } as const;

export const CameraId = Type.String({
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}$',
  description: 'Letters, digits, dots, dashes and underscores.',
});

export const Occasion = Type.String({
  pattern: '\\S',
  maxLength: 1_000,
  description: 'Why the camera is there.',
});

const PARTICULARS = {
  region: Type.String({
    minLength: 2,
    maxLength: 200,
    description: 'Whose plates to expect there; several with commas between.',
  }),
  occasion: Occasion,
  latitude: Type.Union([Type.Number({ minimum: -90, maximum: 90 }), Type.Null()]),
  longitude: Type.Union([Type.Number({ minimum: -180, maximum: 180 }), Type.Null()]),
  headingDeg: Type.Union([Type.Number({ minimum: 0, maximum: 360 }), Type.Null()], {
    description: 'Where it looks, clockwise from north.',
  }),
  zones: Type.Array(Zone, {
    maxItems: MOST_ZONES,
    description: 'Parts of the picture with a name. Tracks keep the names of those at their time.',
  }),
  masks: Type.Array(PrivacyMask, {
    maxItems: MOST_MASKS,
    description: 'Parts of the picture that nothing looks at, filled in every picture that leaves.',
  }),
  lines: Type.Array(Line, { maxItems: MOST_LINES, description: 'Lines that vehicles cross.' }),
  analysisFps: Type.Union([Type.Number({ minimum: 0.2, maximum: 30 }), Type.Null()], {
    description: 'Pictures a second that are looked at; null: as the site’s.',
  }),
  status: Type.Enum([...CAMERA_STATUSES], { description: '`paused`: takes in no footage.' }),
};

export const NewCameraBody = Type.Object(
  {
    id: CameraId,
    occasion: PARTICULARS.occasion,
    region: Type.Optional(PARTICULARS.region),
    latitude: Type.Optional(PARTICULARS.latitude),
    longitude: Type.Optional(PARTICULARS.longitude),
    headingDeg: Type.Optional(PARTICULARS.headingDeg),
    zones: Type.Optional(PARTICULARS.zones),
    masks: Type.Optional(PARTICULARS.masks),
    lines: Type.Optional(PARTICULARS.lines),
    analysisFps: Type.Optional(PARTICULARS.analysisFps),
    status: Type.Optional(PARTICULARS.status),
  },
  strict,
);
export type NewCameraBody = Static<typeof NewCameraBody>;

export const CameraChange = Type.Partial(Type.Object(PARTICULARS), { ...strict, minProperties: 1 });
export type CameraChange = Static<typeof CameraChange>;

const Live = Type.Object(
  {
    state: Type.Enum([...CAMERA_STATES], {
      description: '`failing`: it is tried again and again; `stopped`: nothing records it.',
    }),
    cause: Type.Union([Type.String(), Type.Null()], {
      description: 'Of `failing` and `stopped`: an error code.',
    }),
    since: Type.String(),
    clockSource: Type.Union([Type.Enum([...CLOCK_SOURCES]), Type.Null()]),
    codec: Type.Union([Type.String(), Type.Null()]),
    widthPx: Type.Union([Type.Integer(), Type.Null()]),
    heightPx: Type.Union([Type.Integer(), Type.Null()]),
    lastSegmentAt: Type.Union([Type.String(), Type.Null()]),
    detectionCause: Type.Union([Type.String(), Type.Null()], {
      description:
        'Why its smaller stream isn’t recorded with it, an error code; null: it is, or there is none.',
    }),
    lagMs: Type.Integer({
      minimum: 0,
      description: 'Age of the oldest video of its newest run that nobody looked at yet.',
    }),
  },
  { description: 'What its stream does now.' },
);

export const CameraView = Type.Object({
  id: Type.String(),
  ...PARTICULARS,
  occasion: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: none was given yet, for cameras added from the command line.',
  }),
  streamAddress: Type.Union([Type.String(), Type.Null()], {
    description:
      'Where its stream comes from, without name and password; for administrators, null for others. ' +
      'It is set in wayside.yaml, as all of this camera is then, but for `status`.',
  }),
  live: Type.Union([Live, Type.Null()], { description: 'Null: it was never recorded.' }),
  createdAt: Type.String(),
});
export type CameraView = Static<typeof CameraView>;

/** `showsAddress`: an address tells of the site's own network. */
export function viewOfCamera(
  { createdAt, streamAddress, ...camera }: Camera,
  live: LiveState | undefined,
  { showsAddress }: { readonly showsAddress: boolean },
): CameraView {
  return {
    ...camera,
    streamAddress: showsAddress ? streamAddress : null,
    live:
      live === undefined
        ? null
        : {
            ...live,
            since: live.since.toISOString(),
            lastSegmentAt: live.lastSegmentAt?.toISOString() ?? null,
          },
    createdAt: createdAt.toISOString(),
  };
}
