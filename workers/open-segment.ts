import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openStreamByTicket } from '../keeper/client/sealed-objects.ts';
import { WaysideError } from '../pipeline/errors.ts';
import type { Services } from './services.ts';

/** One of a segment's sealed videos. */
export interface SealedVideo {
  readonly objectKey: string;
  readonly ticket: Uint8Array | null;
}

/**
 * Opens the video into a file that only this user may read.
 * @throws WaysideError OBJECT_MISSING, SEAL_BROKEN, EXPIRED, TICKET_INVALID, DISK_FULL, …_UNREACHABLE
 */
export async function openVideoInto(
  path: string,
  { objectKey, ticket }: SealedVideo,
  { objects, keeper }: Pick<Services, 'objects' | 'keeper'>,
): Promise<void> {
  if (ticket === null) {
    throw new WaysideError('TICKET_INVALID', `there is no ticket for object ${objectKey}`);
  }
  try {
    await pipeline(
      await objects.get(objectKey),
      openStreamByTicket(keeper, objectKey, ticket),
      createWriteStream(path, { mode: 0o600 }),
    );
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    throw new WaysideError('DISK_FULL', `no space left to open a segment at ${path}`, { cause });
  }
}
