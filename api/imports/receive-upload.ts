import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline as pipe, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sealStream } from '../../keeper/client/sealed-objects.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { retentionOfCamera } from '../../store/retention/retention-rules.ts';
import type { ApiContext } from '../context.ts';
import type { SealedUpload } from './start-import.ts';

/** An upload in the scratch folder, in clear, under a name that nobody gave. */
export interface ReceivedUpload {
  readonly path: string;
  readonly byteCount: number;
  readonly sha256: string;
  remove(): Promise<void>;
}

/**
 * Writes the stream into a file that only this process may read; what can't be finished is removed.
 * @throws WaysideError BODY_TOO_LARGE, DISK_FULL, USAGE when the sender hung up
 */
export async function receiveUpload(
  stream: Readable & { readonly truncated?: boolean },
  scratchFolder: string,
): Promise<ReceivedUpload> {
  const path = join(scratchFolder, `upload-${randomUUID()}`);
  const remove = () => rm(path, { force: true });
  const hash = createHash('sha256');
  let byteCount = 0;
  try {
    await pipeline(
      stream,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          byteCount += chunk.length;
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(path, { mode: 0o600, flags: 'wx' }),
    );
  } catch (cause) {
    await remove();
    throw receivingError(cause);
  }
  if (stream.truncated === true) {
    await remove();
    throw new WaysideError('BODY_TOO_LARGE', 'the file is larger than uploads may be');
  }
  return { path, byteCount, sha256: hash.digest('hex'), remove };
}

/** Seals the file into the object store, for workers only, until it is split. */
export async function sealUpload(
  { db, sealer, objects, nowMs }: Pick<ApiContext, 'db' | 'sealer' | 'objects' | 'nowMs'>,
  { path }: Pick<ReceivedUpload, 'path'>,
  { importId, cameraId }: { readonly importId: string; readonly cameraId: string },
): Promise<SealedUpload> {
  const atMs = nowMs();
  const objectKey = `uploads/${utcDayOf(atMs)}/${importId}/${randomUUID()}`;
  const { sealing, ticket } = await sealStream(sealer, {
    ...{ kind: 'footage', content: 'state', objectId: objectKey, cameraId },
    ...{ startMs: atMs, endMs: atMs },
    retentionDays: (await retentionOfCamera(db, cameraId)).footage,
  });
  // An error of the file ends the sealing stream with it, and so comes out of put().
  await objects.put(
    objectKey,
    pipe(createReadStream(path), sealing, () => undefined),
  );
  return { objectKey, objectTicket: ticket };
}

function receivingError(cause: unknown): unknown {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new WaysideError('DISK_FULL', 'there is no space left for the upload', { cause });
    case 'FST_REQ_FILE_TOO_LARGE':
      return new WaysideError('BODY_TOO_LARGE', 'the file is larger than uploads may be', {
        cause,
      });
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'ECONNRESET':
    case 'ABORT_ERR':
      return new WaysideError('USAGE', 'the upload broke off', { cause });
    default:
      return cause;
  }
}
