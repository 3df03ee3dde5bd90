import sharp from 'sharp';
import type { Raster } from '../../pipeline/image/raster.ts';
import { assertReadableFile, fileError } from './media-error.ts';

/** Longest side of a photograph that is read. A 48-megapixel camera gives 8,000 px. */
export const PHOTOGRAPH_LIMIT_PX = 12_000;

/**
 * Reads a photograph: upright by its EXIF orientation, in sRGB, transparent parts white; of an
 * animation, the first picture.
 * @throws WaysideError FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE, NOT_IMAGE, IMAGE_TOO_LARGE
 */
export async function readPhotograph(path: string): Promise<Raster> {
  await assertReadableFile(path);
  // The limit below is told in a better way than sharp's own.
  const image = sharp(path, { limitInputPixels: false, failOn: 'error' });
  let header;
  try {
    header = await image.metadata();
  } catch (cause) {
    throw fileError('NOT_IMAGE', path, 'is not an image', cause);
  }
  if (Math.max(header.width, header.height) > PHOTOGRAPH_LIMIT_PX) {
    throw fileError(
      'IMAGE_TOO_LARGE',
      path,
      `is ${header.width} × ${header.height} px; the limit is ${PHOTOGRAPH_LIMIT_PX} px a side`,
      undefined,
      { widthPx: header.width, heightPx: header.height, limitPx: PHOTOGRAPH_LIMIT_PX },
    );
  }
  try {
    const { data, info } = await image
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, widthPx: info.width, heightPx: info.height };
  } catch (cause) {
    throw fileError('NOT_IMAGE', path, 'is damaged: its pixels can’t be read', cause);
  }
}
