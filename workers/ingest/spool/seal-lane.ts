import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sealStream } from '../../../keeper/client/sealed-objects.ts';
import { errorCodeOf } from '../../../pipeline/errors.ts';
import type { IngestServices } from '../ingest-services.ts';
import { clearFile, sealedFile, type Lane, type SegmentEntry } from './lane.ts';
import { retrying, type RetryOptions } from './retrying.ts';

/**
 * Seals a lane's video as it comes, for as long as the signal lets it: none lies about in clear for longer
 * than the keeper is away. What can't be sealed, because its day has expired, fails for good.
 */
export async function sealLane(
  lane: Lane,
  services: Pick<IngestServices, 'keeper' | 'footageDays'>,
  options: RetryOptions,
): Promise<void> {
  while (!options.signal.aborted) {
    const entry = lane.firstClear;
    if (entry === undefined) {
      await lane.toSeal.wait(options.signal);
      continue;
    }
    try {
      await retrying(() => seal(lane, entry, services), options);
    } catch (error) {
      await retrying(() => lane.failed(entry, errorCodeOf(error)), options);
    }
  }
}

async function seal(
  lane: Lane,
  entry: SegmentEntry,
  { keeper, footageDays }: Pick<IngestServices, 'keeper' | 'footageDays'>,
): Promise<void> {
  const { objectKey, startMs, endMs } = entry.item;
  const { sealing, ticket } = await sealStream(keeper, {
    kind: 'footage',
    content: 'footage',
    objectId: objectKey,
    cameraId: lane.cameraId,
    startMs,
    endMs,
    retentionDays: await footageDays(lane.cameraId),
  });
  const path = join(lane.folder, sealedFile(entry.number));
  await pipeline(
    createReadStream(join(lane.folder, clearFile(entry.number))),
    sealing,
    createWriteStream(path, { mode: 0o600 }),
  );
  await lane.sealed(entry, Buffer.from(ticket).toString('base64'), (await stat(path)).size);
}
