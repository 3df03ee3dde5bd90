import sharp from 'sharp';
import { encodeVideo, type EncodeOptions } from '../../fixtures/encode-video.ts';
import { seededRandom, type SeededRandom } from '../../fixtures/seeded-random.ts';
import type { BoxXywhPx } from '../../pipeline/geometry/box.ts';
import type { Raster } from '../../pipeline/image/raster.ts';

/**
 * What road cameras give, set by argument and not by the results:
 *
 * - Size. EN 62676-4 asks for 125 pixels a metre to recognise and 250 to identify; an overview camera
 *   lies between. A plate of 520 mm (EU; US 305 mm, BR 400 mm) at 190 pixels a metre is 100 px wide, and
 *   makers of plate cameras ask for 100 to 130 px: so clips end at 90 to 110 px, and begin at 45% of that.
 * - Grain. ISO 12232 calls a signal 40 times its noise excellent and 10 times acceptable; against mid
 *   grey (128) that is noise of 3.2 to 12.8 levels, a clip's own.
 * - Blur. Optics and focus spread 0.3 to 0.9 px; at 1/500 s a car at 50 km/h moves 28 mm, 3 to 5 px at
 *   most when it crosses the view, hardly any when it comes straight on.
 * - Compression. 28 to 32 on x264's scale, 1 to 2 Mbit/s at 1080p25.
 */
const SIZE = { widthPx: 960, heightPx: 540 };
const FPS = 10;
export const CLIP_FRAMES = 30;
export const NEAR_PLATE_PX = [90, 110] as const;
const FAR_SHARE = 0.45;
const NOISE_LEVELS = [3.2, 12.8] as const;
const CRF = [28, 32] as const;

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
  /** Standard deviation of the grain, in levels of 0…255. */
  readonly noiseLevels: number;
}

/**
 * A labelled photograph as a clip of three seconds: the view comes nearer to the plate, shakes, is out of
 * focus or blurred by motion from frame to frame, changes in brightness, has grain, and is compressed
 * as H.264.
 * The photograph is never enlarged. The same seed gives the same clip.
 */
export async function makeApproachClip(
  photograph: Raster,
  plate: BoxXywhPx,
  outPath: string,
  seed: number,
  options: Pick<EncodeOptions, 'ffmpegPath'>,
): Promise<ApproachClip> {
  const random = seededRandom(seed);
  const moments = approach(plate, random);
  const crf = Math.round(random.between(...CRF));
  const grain = drawGrain(random);
  async function* frames(): AsyncGenerator<Uint8Array, void, void> {
    for (const moment of moments) {
      const picture = await drawMoment(photograph, moment);
      yield addGrain(picture, grain, moment.noiseLevels, random);
    }
  }
  const video = { ...SIZE, fps: FPS, pixelFormat: 'rgb24' } as const;
  await encodeVideo(frames(), video, outPath, { ...options, crf });
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
  const nearScale = Math.min(1, random.between(...NEAR_PLATE_PX) / width);
  const driftPx = [random.between(-90, 90), random.between(-40, 70)] as const;
  const noiseLevels = random.between(...NOISE_LEVELS);
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
      noiseLevels,
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

const GRAIN_COUNT = 1 << 18;

/** Normal deviates (Box & Muller 1958), drawn once and used from another place for every picture. */
function drawGrain(random: SeededRandom): Float32Array {
  return Float32Array.from(
    { length: GRAIN_COUNT },
    () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  );
}

function addGrain(
  picture: Uint8Array,
  grain: Float32Array,
  levels: number,
  random: SeededRandom,
): Uint8Array {
  const rowBytes = SIZE.widthPx * 3;
  const grainy = new Uint8ClampedArray(picture);
  for (let start = 0; start < picture.length; start += rowBytes) {
    let at = random.below(GRAIN_COUNT - rowBytes);
    for (let i = start; i < start + rowBytes; i++) grainy[i] = picture[i]! + levels * grain[at++]!;
  }
  return new Uint8Array(grainy.buffer);
}

/** A sideways trail: ones in the middle row. */
function trail(lengthPx: number): number[] {
  return Array.from({ length: lengthPx * 3 }, (_, i) => (Math.floor(i / lengthPx) === 1 ? 1 : 0));
}
