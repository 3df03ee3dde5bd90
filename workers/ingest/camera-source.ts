import { Type, type Static } from 'typebox';
import { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';

const strict = { additionalProperties: false } as const;

/** One camera to be recorded. Holds secrets: never log it. */
export const CameraSource = Type.Object(
  {
    cameraId: Type.String({ minLength: 1 }),
    /** `rtsp(s)://`, `http(s)://` or `file://`, with name and password where it needs them. */
    url: Type.String({ minLength: 1 }),
    /** A smaller stream of the same picture, for finding vehicles; plates are read on the main one. */
    detectionUrl: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    /** Wanted length of its segments; each ends at the next keyframe after that. */
    segmentMs: Type.Integer({ minimum: 1000, maximum: 10_000 }),
    /** Those marked `burned` are filled before the video is stored. */
    masks: Type.Array(PrivacyMask),
  },
  strict,
);
export type CameraSource = Static<typeof CameraSource>;

/** What cameras there are now; changes while the process runs. */
export interface CameraSources {
  current(): readonly CameraSource[];
  /** @returns how to end it */
  onChange(listener: () => void): () => void;
}
