import sharp from 'sharp';
import { encodeVideo, type EncodeOptions } from '../../fixtures/encode-video.ts';
import { seededRandom, type SeededRandom } from '../../fixtures/seeded-random.ts';
import type { BoxXywhPx } from '../../pipeline/geometry/box.ts';
import type { Raster } from '../../pipeline/image/raster.ts';

/** The clip's picture. */
const SIZE = { widthPx: 960, heightPx: 540 };
const FPS = 10;
export const CLIP_FRAMES = 30;
/** Width of the plate in the last picture, at most, and what share of that it has in the first. */
const NEAR_PLATE_PX = 100;
const FAR_SHARE = 0.45;
/** A cheap camera's rate. */
const CRF = 30;

export interface ApproachClip {
  /** Where the labelled plate is in the picture at a time. */
  readonly plateXywhPx: (mediaMs: number) => BoxXywhPx;
}

/** One picture of the approach: how large, where, how badly seen. */
interface Moment {
  readonly scale: number;
  /** The photograph's left and top edge in the clip's picture. */
  readonly leftPx: number;
  readonly topPx: number;
  readonly blurSigmaPx: number;
  readonly trailPx: 1 | 3 | 5;
  readonly brightness: number;
}

/**
 * A labelled photograph as a clip of three seconds: the view comes nearer to the plate, shakes, is out of
 * focus or blurred by motion from frame to frame, changes in brightness, and is compressed as H.264.
 * The photograph is never enlarged. The same seed gives the same clip.
 */
export async function makeApproachClip(
  photograph: Raster,
  plate: BoxXywhPx,
  outPath: string,
  seed: number,
  options: Pick<EncodeOptions, 'ffmpegPath'>,
): Promise<ApproachClip> {
  const moments = approach(plate, seededRandom(seed));
  async function* frames(): AsyncGenerator<Uint8Array, void, void> {
    for (const moment of moments) yield await drawMoment(photograph, moment);
  }
  const video = { ...SIZE, fps: FPS, pixelFormat: 'rgb24' } as const;
  await encodeVideo(frames(), video, outPath, { ...options, crf: CRF });
  return {
    plateXywhPx(mediaMs) {
      const { scale, leftPx, topPx } =
        moments[Math.min(CLIP_FRAMES - 1, Math.round((mediaMs * FPS) / 1000))]!;
      const [x, y, width, height] = plate;
      return [leftPx + x * scale, topPx + y * scale, width * scale, height * scale];
    },
  };
}

export function approach(plate: BoxXywhPx, random: SeededRandom): readonly Moment[] {
  const [x, y, width, height] = plate;
  const nearScale = Math.min(1, NEAR_PLATE_PX / width);
  const driftPx = [random.between(-90, 90), random.between(-40, 70)] as const;
  let [shakeX, shakeY] = [0, 0];
  return Array.from({ length: CLIP_FRAMES }, (_, index) => {
    const done = index / (CLIP_FRAMES - 1);
    // Steady speed along the road: size grows as one over the distance.
    const scale = nearScale / (1 + (1 / FAR_SHARE - 1) * (1 - done));
    shakeX = shakeX * 0.6 + random.between(-2.5, 2.5);
    shakeY = shakeY * 0.6 + random.between(-2, 2);
    return {
      scale,
      leftPx: Math.round(
        SIZE.widthPx / 2 + driftPx[0] * (1 - done) + shakeX - (x + width / 2) * scale,
      ),
      topPx: Math.round(
        SIZE.heightPx * 0.6 + driftPx[1] * (done - 0.5) + shakeY - (y + height / 2) * scale,
      ),
      blurSigmaPx: random.between(0.3, 0.9),
      trailPx: random.pick([1, 1, 1, 3, 5]),
      brightness: random.between(0.8, 1.15),
    };
  });
}

async function drawMoment(photograph: Raster, moment: Moment): Promise<Uint8Array> {
  const { scale, leftPx, topPx, blurSigmaPx, trailPx, brightness } = moment;
  const widthPx = Math.max(1, Math.round(photograph.widthPx * scale));
  const heightPx = Math.max(1, Math.round(photograph.heightPx * scale));
  const raw = { width: photograph.widthPx, height: photograph.heightPx, channels: 3 as const };
  const scaled = await sharp(photograph.data, { raw })
    .resize(widthPx, heightPx, { fit: 'fill' })
    // Beyond the photograph's edge its edge goes on.
    .extend({
      left: Math.max(0, leftPx),
      top: Math.max(0, topPx),
      right: Math.max(0, SIZE.widthPx - leftPx - widthPx),
      bottom: Math.max(0, SIZE.heightPx - topPx - heightPx),
      extendWith: 'copy',
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const view = sharp(scaled.data, {
    raw: { width: scaled.info.width, height: scaled.info.height, channels: 3 },
  }).extract({
    left: Math.max(0, -leftPx),
    top: Math.max(0, -topPx),
    width: SIZE.widthPx,
    height: SIZE.heightPx,
  });
  if (trailPx > 1) {
    view.convolve({ width: trailPx, height: 3, kernel: trail(trailPx) });
  }
  return view.blur(blurSigmaPx).linear(brightness, 0).removeAlpha().raw().toBuffer();
}

/** A sideways trail: ones in the middle row. */
function trail(lengthPx: number): number[] {
  return Array.from({ length: lengthPx * 3 }, (_, i) => (Math.floor(i / lengthPx) === 1 ? 1 : 0));
}
