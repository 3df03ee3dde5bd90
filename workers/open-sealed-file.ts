import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openStreamByTicket } from '../keeper/client/sealed-objects.ts';
import { WaysideError } from '../pipeline/errors.ts';
import type { Services } from './services.ts';

/** A sealed object, and what lets this worker open it. */
export interface SealedFile {
  readonly objectKey: string;
  readonly ticket: Uint8Array | null;
}

/**
 * Opens the object into a file that only this user may read.
 * @throws WaysideError OBJECT_MISSING, SEAL_BROKEN, EXPIRED, TICKET_INVALID, DISK_FULL, …_UNREACHABLE; an
 *   AbortError when the signal aborts
 */
export async function openSealedFile(
  path: string,
  { objectKey, ticket }: SealedFile,
  { objects, keeper }: Pick<Services, 'objects' | 'keeper'>,
  signal?: AbortSignal,
): Promise<void> {
  if (ticket === null) {
    throw new WaysideError('TICKET_INVALID', `there is no ticket for object ${objectKey}`);
  }
  try {
    await pipeline(
      await objects.get(objectKey),
      openStreamByTicket(keeper, objectKey, ticket),
      createWriteStream(path, { mode: 0o600 }),
      signal === undefined ? {} : { signal },
    );
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    throw new WaysideError('DISK_FULL', `no space left to open an object at ${path}`, { cause });
  }
}
