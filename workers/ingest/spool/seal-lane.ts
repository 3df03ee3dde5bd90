import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sealStream } from '../../../keeper/client/sealed-objects.ts';
import { errorCodeOf } from '../../../pipeline/errors.ts';
import type { IngestServices } from '../ingest-services.ts';
import {
  clearFile,
  sealedFile,
  secondClearFile,
  secondSealedFile,
  type Lane,
  type SegmentEntry,
} from './lane.ts';
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
  services: Pick<IngestServices, 'keeper' | 'footageDays'>,
): Promise<void> {
  const { number, item } = entry;
  const sealAs = (objectKey: string, from: string, to: string) =>
    sealFile(lane, entry, { objectKey, from, to }, services);
  const main = await sealAs(item.objectKey, clearFile(number), sealedFile(number));
  const second =
    item.second &&
    (await sealAs(item.second.objectKey, secondClearFile(number), secondSealedFile(number)));
  const tickets = {
    ticket: main.ticket,
    second: item.second && second && { ...item.second, ticket: second.ticket },
  };
  await lane.sealed(entry, tickets, main.bytes + (second?.bytes ?? 0));
}

async function sealFile(
  lane: Lane,
  { item: { startMs, endMs } }: SegmentEntry,
  file: { readonly objectKey: string; readonly from: string; readonly to: string },
  { keeper, footageDays }: Pick<IngestServices, 'keeper' | 'footageDays'>,
): Promise<{ readonly ticket: string; readonly bytes: number }> {
  const { sealing, ticket } = await sealStream(keeper, {
    kind: 'footage',
    content: 'footage',
    objectId: file.objectKey,
    cameraId: lane.cameraId,
    startMs,
    endMs,
    retentionDays: await footageDays(lane.cameraId),
  });
  const path = join(lane.folder, file.to);
  await pipeline(
    createReadStream(join(lane.folder, file.from)),
    sealing,
    createWriteStream(path, { mode: 0o600 }),
  );
  return { ticket: Buffer.from(ticket).toString('base64'), bytes: (await stat(path)).size };
}
