import { Type, type Static } from 'typebox';

/** Tag of a segment's video stream: the clockwise turn of the file it was cut from, in degrees. */
export const ROTATION_TAG = 'wayside_rotation';

/** What a video file says of itself, and what its first picture looks like. */
export const MediaInfo = Type.Object({
  /** Size as shown: upright and with square pixels. Even. */
  widthPx: Type.Integer({ minimum: 2 }),
  heightPx: Type.Integer({ minimum: 2 }),
  /** Clockwise turn that makes the coded picture upright: 0, 90, 180 or 270. */
  rotationDeg: Type.Union([
    Type.Literal(0),
    Type.Literal(90),
    Type.Literal(180),
    Type.Literal(270),
  ]),
  durationMs: Type.Number({ minimum: 0 }),
  /** ffmpeg's name of the codec: `h264`, `hevc`, `mjpeg`, … */
  codec: Type.String(),
  /** ffmpeg's name of the container: `mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`, … */
  container: Type.String(),
  /** When the container says it was made, ISO 8601 in UTC; null where it doesn't say. */
  creationTime: Type.Union([Type.String(), Type.Null()]),
});
export type MediaInfo = Static<typeof MediaInfo>;

/**
 * The size at which a coded picture is shown: upright, and with square pixels by enlarging the
 * short side of a pixel, so that no detail is lost. Rounded to even numbers (4:2:0 needs them).
 */
export function displaySizePx(
  coded: { readonly widthPx: number; readonly heightPx: number },
  pixelAspect: number,
  rotationDeg: MediaInfo['rotationDeg'],
): { readonly widthPx: number; readonly heightPx: number } {
  const widthPx = even(pixelAspect > 1 ? coded.widthPx * pixelAspect : coded.widthPx);
  const heightPx = even(pixelAspect < 1 ? coded.heightPx / pixelAspect : coded.heightPx);
  return rotationDeg % 180 === 0 ? { widthPx, heightPx } : { widthPx: heightPx, heightPx: widthPx };
}

function even(size: number): number {
  return Math.max(2, Math.round(size / 2) * 2);
}
