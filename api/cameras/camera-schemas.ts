import { Type, type Static } from 'typebox';
import { MOST_ZONES, Zone } from '../../pipeline/geometry/zones.ts';
import type { Camera } from '../../store/schema.ts';
import { CAMERA_STATUSES } from '../../store/schema/track-search.ts';

const strict = { additionalProperties: false } as const;

export const CameraId = Type.String({
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}$',
  description: 'Letters, digits, dots, dashes and underscores.',
});

const PARTICULARS = {
  region: Type.String({
    minLength: 2,
    maxLength: 40,
    description: 'Whose plates to expect there.',
  }),
  occasion: Type.String({
    pattern: '\\S',
    maxLength: 1_000,
    description: 'Why the camera is there.',
  }),
  latitude: Type.Union([Type.Number({ minimum: -90, maximum: 90 }), Type.Null()]),
  longitude: Type.Union([Type.Number({ minimum: -180, maximum: 180 }), Type.Null()]),
  headingDeg: Type.Union([Type.Number({ minimum: 0, maximum: 360 }), Type.Null()], {
    description: 'Where it looks, clockwise from north.',
  }),
  zones: Type.Array(Zone, {
    maxItems: MOST_ZONES,
    description: 'Parts of the picture with a name. Tracks keep the names of those at their time.',
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
    status: Type.Optional(PARTICULARS.status),
  },
  strict,
);
export type NewCameraBody = Static<typeof NewCameraBody>;

export const CameraChange = Type.Partial(Type.Object(PARTICULARS), { ...strict, minProperties: 1 });
export type CameraChange = Static<typeof CameraChange>;

export const CameraView = Type.Object({
  id: Type.String(),
  ...PARTICULARS,
  occasion: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: none was given yet, for cameras added from the command line.',
  }),
  createdAt: Type.String(),
});
export type CameraView = Static<typeof CameraView>;

export function viewOfCamera({ createdAt, ...camera }: Camera): CameraView {
  return { ...camera, createdAt: createdAt.toISOString() };
}
