import type { Client } from 'minio';
import { s3CodeOf, translateS3Error } from './s3-error.ts';

export interface Bucket {
  readonly name: string;
  /** Undefined: the server's own. */
  readonly region: string | undefined;
  /** Endpoint and bucket, for what is told. */
  readonly place: string;
}

/** Another process was faster. A server that says only that there is one may mean somebody else's. */
const MADE_MEANWHILE = new Set([
  'BucketAlreadyOwnedByYou',
  'BucketAlreadyExists',
  'OperationAborted',
]);

/**
 * Asks for the bucket, and makes it where there is none: for nobody but these keys, as servers make
 * buckets unless told otherwise. Any number of processes may do it at once.
 * @throws {WaysideError} OBJECTS_REFUSED: it isn't there and may not be made, or isn't for these keys;
 *   OBJECTS_UNREACHABLE
 */
export async function makeMissingBucket(
  client: Pick<Client, 'bucketExists' | 'makeBucket'>,
  { name, region, place }: Bucket,
): Promise<void> {
  try {
    if (await client.bucketExists(name)) return;
  } catch (error) {
    throw translateS3Error(error, place);
  }
  try {
    await client.makeBucket(name, region);
  } catch (error) {
    const isThere =
      MADE_MEANWHILE.has(s3CodeOf(error)) && (await client.bucketExists(name).catch(() => false));
    if (!isThere) throw translateS3Error(error, `${place}, which is to be made`);
  }
}
