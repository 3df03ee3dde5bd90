import sharp from 'sharp';
import { WaysideError } from '../../pipeline/errors.ts';
import type { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import { fillPart } from '../../pipeline/redact/fill-masks.ts';
import type { RedactionRecord } from '../../pipeline/redact/redaction-record.ts';

const JPEG_QUALITY = 82;

/**
 * A vehicle's picture with the masks that its camera has now, which it may not have had when the picture
 * was made. No masks: the bytes as they are.
 * @throws WaysideError PICTURE_MISSING where the record doesn't say which part of the view it shows
 */
export async function fillNewMasks(
  jpeg: Uint8Array,
  record: RedactionRecord,
  masks: readonly PrivacyMask[],
): Promise<Uint8Array> {
  if (masks.length === 0) return jpeg;
  const part = 'part' in record ? record.part : undefined;
  if (part === undefined) {
    throw new WaysideError(
      'PICTURE_MISSING',
      'the camera has masks now, and where in its view this older picture lies was not recorded',
    );
  }
  const { data, info } = await sharp(jpeg)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { data, widthPx: info.width, heightPx: info.height };
  const filled = fillPart(picture, part, masks);
  if (filled === picture) return jpeg;
  return sharp(filled.data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}
