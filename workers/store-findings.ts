import sharp from 'sharp';
import { CONTENTS, type Content } from '../keeper/client/protocol.ts';
import { sealBytes } from '../keeper/client/sealed-objects.ts';
import type { Raster } from '../pipeline/image/raster.ts';
import type { DetectedSegment } from '../pipeline/segment/detect-segment.ts';
import { cropKey, maskedCropKey } from '../store/objects/crop-keys.ts';
import { saveRedactions } from '../store/redaction/redactions.ts';
import { retentionOfCamera } from '../store/retention/retention-rules.ts';
import type { Segment } from '../store/schema.ts';
import { newFactsKey } from './object-keys.ts';
import type { Services } from './services.ts';

const CROP_JPEG_QUALITY = 82;

/**
 * Records how the crops were redacted, seals them, then the facts that name them.
 * @returns what the segment's row needs to find the facts again.
 * @throws WaysideError EXPIRED, DISK_FULL, …_UNREACHABLE
 */
export async function storeFindings(
  segment: Segment,
  { facts, crops }: DetectedSegment,
  { db, objects, keeper }: Pick<Services, 'db' | 'objects' | 'keeper'>,
): Promise<{ factsKey: string; factsTicket: Uint8Array }> {
  const retention = await retentionOfCamera(db, segment.cameraId);
  const seal = (content: Content, objectId: string, bytes: Uint8Array) =>
    sealBytes(
      keeper,
      {
        kind: CONTENTS[content],
        content,
        objectId,
        cameraId: segment.cameraId,
        startMs: segment.startedAt.getTime(),
        endMs: segment.endedAt.getTime(),
        retentionDays: retention[CONTENTS[content]],
      },
      bytes,
    );
  const pictures = crops.flatMap(({ cropId, own, masked }) => {
    const key = cropKey(segment.day, segment.id, cropId);
    return [
      { content: 'crop', key, ...own },
      { content: 'masked-crop', key: maskedCropKey(key), ...masked },
    ] as const;
  });
  const { day, cameraId } = segment;
  await saveRedactions(
    db,
    pictures.map(({ key: objectKey, record }) => ({ objectKey, day, cameraId, record })),
  );
  for (const { content, key, picture } of pictures) {
    await objects.put(key, (await seal(content, key, await toJpeg(picture))).sealed);
  }
  const factsKey = newFactsKey(segment.day, segment.id);
  const { sealed, ticket } = await seal('facts', factsKey, Buffer.from(JSON.stringify(facts)));
  await objects.put(factsKey, sealed);
  return { factsKey, factsTicket: ticket };
}

function toJpeg({ data, widthPx, heightPx }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: CROP_JPEG_QUALITY })
    .toBuffer();
}
