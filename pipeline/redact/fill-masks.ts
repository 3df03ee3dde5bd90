import { touchedRuns, type Run } from '../geometry/polygon-rows.ts';
import type { PrivacyMask } from '../geometry/privacy-masks.ts';
import type { Raster } from '../image/raster.ts';
import type { VideoFrame, YuvPicture } from '../image/video-frame.ts';
import { FILL_CHROMA, FILL_LUMA, FILL_RGB } from './fill.ts';
import type { PicturePart } from './redaction-record.ts';

export interface SizePx {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What the masks cover of pictures of one size; made once for a video. */
export interface MaskRuns extends SizePx {
  /** Pixels. */
  readonly pixels: readonly Run[];
  /** Chroma samples: blocks of 2 × 2 pixels. */
  readonly blocks: readonly Run[];
}

/** Every pixel that a mask touches, however little. No masks: no runs. */
export function maskRuns(
  masks: readonly Pick<PrivacyMask, 'polygon'>[],
  { widthPx, heightPx }: SizePx,
): MaskRuns {
  const touched = (scale: 1 | 2): Run[] =>
    masks.flatMap(({ polygon }) => {
      const corners = polygon.map(
        ([x, y]) => [(x * widthPx) / scale, (y * heightPx) / scale] as const,
      );
      return touchedRuns(corners, Math.ceil(widthPx / scale), Math.ceil(heightPx / scale));
    });
  return { widthPx, heightPx, pixels: touched(1), blocks: touched(2) };
}

/** Fills the masks in the picture's own planes: whole blocks, so that no chroma of theirs is left. */
export function fillMasks(picture: YuvPicture, { blocks }: MaskRuns): void {
  const { widthPx, heightPx, luma, chromaU, chromaV } = picture;
  const chromaWidth = (widthPx + 1) >> 1;
  for (const { y, from, to } of blocks) {
    const right = Math.min(widthPx, 2 * to);
    for (let row = 2 * y; row < Math.min(heightPx, 2 * y + 2); row++) {
      luma.fill(FILL_LUMA, row * widthPx + 2 * from, row * widthPx + right);
    }
    chromaU.fill(FILL_CHROMA, y * chromaWidth + from, y * chromaWidth + to);
    chromaV.fill(FILL_CHROMA, y * chromaWidth + from, y * chromaWidth + to);
  }
}

/**
 * The picture of a part of the camera's view with its masks filled; the picture itself where none reaches
 * into it. `part`: left, top, width and height as fractions of the view.
 */
export function fillPart(
  picture: Raster,
  [left, top, width, height]: PicturePart,
  masks: readonly Pick<PrivacyMask, 'polygon'>[],
): Raster {
  const moved = masks.map(({ polygon }) => ({
    polygon: polygon.map(([x, y]): [number, number] => [(x - left) / width, (y - top) / height]),
  }));
  const { pixels } = maskRuns(moved, picture);
  if (pixels.length === 0) return picture;
  const data = picture.data.slice();
  for (const { y, from, to } of pixels) {
    data.fill(FILL_RGB, (y * picture.widthPx + from) * 3, (y * picture.widthPx + to) * 3);
  }
  return { ...picture, data };
}

/** Fills the masks in the small copy, RGB and luma. */
function fillSmall({ small, smallLuma }: VideoFrame, { pixels, widthPx }: MaskRuns): void {
  for (const { y, from, to } of pixels) {
    small.data.fill(FILL_RGB, (y * widthPx + from) * 3, (y * widthPx + to) * 3);
    smallLuma.fill(FILL_LUMA, y * widthPx + from, y * widthPx + to);
  }
}

/**
 * The same frames, of one video, with the masks filled in place, in the full picture and in the small one,
 * before anything looks at them. No masks: the frames as they are.
 */
export function maskFrames(
  frames: AsyncIterable<VideoFrame>,
  masks: readonly Pick<PrivacyMask, 'polygon'>[],
): AsyncIterable<VideoFrame> {
  return masks.length === 0 ? frames : filled(frames, masks);
}

async function* filled(
  frames: AsyncIterable<VideoFrame>,
  masks: readonly Pick<PrivacyMask, 'polygon'>[],
): AsyncGenerator<VideoFrame, void, void> {
  let full: MaskRuns | null = null;
  let small: MaskRuns | null = null;
  for await (const frame of frames) {
    full ??= maskRuns(masks, frame);
    small ??= maskRuns(masks, frame.small);
    fillMasks(frame, full);
    fillSmall(frame, small);
    yield frame;
  }
}
