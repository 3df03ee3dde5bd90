import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { sealStream } from '../keeper/client/sealed-objects.ts';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import { segmentIdOf } from '../store/identity.ts';
import { ensureDays } from '../store/partitions.ts';
import type { Footage, Segment } from '../store/schema.ts';
import { retentionOfCamera } from '../store/retention/retention-rules.ts';
import { recordSegment } from '../store/segments.ts';
import type { SegmentFile } from './media/split.ts';
import { newFootageKey } from './object-keys.ts';
import type { Services } from './services.ts';

/**
 * Seals a piece of video into the object store, then writes its row: a row never names an object that
 * isn't there. Run twice, the first row stays and the second object goes again.
 * @throws WaysideError EXPIRED, DISK_FULL, …_UNREACHABLE
 */
export async function storeSegment(
  footage: Footage,
  file: SegmentFile,
  { db, keeper, objects }: Pick<Services, 'db' | 'keeper' | 'objects'>,
): Promise<Segment> {
  const startMs = footage.startedAt.getTime() + Math.round(file.startMs);
  const endMs = Math.max(startMs, footage.startedAt.getTime() + Math.round(file.endMs));
  const id = segmentIdOf(footage.id, file.sequence);
  const day = utcDayOf(startMs);
  await ensureDays(db, [day]);

  const objectKey = newFootageKey(day, id);
  const { sealing, ticket } = await sealStream(keeper, {
    kind: 'footage',
    content: 'footage',
    objectId: objectKey,
    cameraId: footage.cameraId,
    startMs,
    endMs,
    retentionDays: (await retentionOfCamera(db, footage.cameraId)).footage,
  });
  // An error of the file ends the sealing stream with it, and so comes out of put().
  const sealed = pipeline(createReadStream(file.path), sealing, () => undefined);
  await objects.put(objectKey, sealed);
  const row = await recordSegment(db, {
    id,
    day,
    cameraId: footage.cameraId,
    footageId: footage.id,
    sequence: file.sequence,
    startedAt: new Date(startMs),
    endedAt: new Date(endMs),
    objectKey,
    byteCount: BigInt((await stat(file.path)).size),
    status: 'stored',
    failureCode: null,
    footageTicket: ticket,
    factsKey: null,
    factsTicket: null,
  });
  if (row.objectKey !== objectKey) await objects.delete(objectKey);
  return row;
}
