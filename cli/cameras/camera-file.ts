import { Type, type Static } from 'typebox';
import { CameraId, Occasion } from '../../api/cameras/camera-schemas.ts';
import { Line, MOST_LINES } from '../../pipeline/geometry/lines.ts';
import { MOST_MASKS, PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import { MOST_ZONES, Zone } from '../../pipeline/geometry/zones.ts';

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });
const RegionName = Type.String({ minLength: 2, maxLength: 40 });

export const CameraPlace = Type.Object(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
    /** Where it looks, clockwise from north. */
    heading: Type.Optional(Type.Number({ minimum: 0, maximum: 360 })),
  },
  strict,
);

/**
 * One entry of `cameras` in wayside.yaml. `url`, `detectionUrl`, `user` and `password` may hold `${NAME}`
 * for a variable of the environment.
 */
export const CameraFile = Type.Object(
  {
    name: CameraId,
    /** `rtsp(s)://`, `http(s)://` or `file://`. */
    url: Text,
    occasion: Occasion,
    place: Type.Optional(CameraPlace),
    regions: Type.Optional(
      Type.Union([RegionName, Type.Array(RegionName, { minItems: 1, maxItems: 20 })]),
    ),
    analysisFps: Type.Optional(Type.Number({ minimum: 0.2, maximum: 30 })),
    segmentSeconds: Type.Optional(Type.Number({ minimum: 2, maximum: 10 })),
    zones: Type.Optional(Type.Array(Zone, { maxItems: MOST_ZONES })),
    lines: Type.Optional(Type.Array(Line, { maxItems: MOST_LINES })),
    masks: Type.Optional(Type.Array(PrivacyMask, { maxItems: MOST_MASKS })),
    detectionUrl: Type.Optional(Text),
    user: Type.Optional(Text),
    password: Type.Optional(Text),
    /** A file with the password alone, from the folder of wayside.yaml; read again when it changes. */
    passwordFile: Type.Optional(Text),
  },
  strict,
);
export type CameraFile = Static<typeof CameraFile>;

export const CamerasFile = Type.Array(CameraFile, { maxItems: 10_000 });
export type CamerasFile = Static<typeof CamerasFile>;
