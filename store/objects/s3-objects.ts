import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { Client, type BucketItem } from 'minio';
import { WaysideError } from '../../pipeline/errors.ts';
import { objectMissing, requireObjectKey, requireObjectPrefix } from './object-key.ts';
import type { Objects } from './objects.ts';
import { makeMissingBucket } from './s3-bucket.ts';
import { isMissingObject, translateS3Error } from './s3-error.ts';

export interface S3Options {
  /** Such as `https://s3.example.org:9000`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Asked of the server when left out; where a missing bucket is made. */
  readonly region?: string;
  /** How long a server may say nothing; 60 s by default. */
  readonly silenceMs?: number;
}

const MIB = 1024 * 1024;
/** Far above a segment of a few seconds. */
const LARGEST_OBJECT_BYTES = 256 * MIB;

/**
 * Objects in a bucket of any S3 server, which is made where it isn't there. Nothing is asked of the
 * server before the first call.
 *
 * An object is sent in one request. In parts it would not be safe: the client goes on with an
 * unfinished upload of the same key, so two workers would mix their parts into one object.
 */
export function openS3Objects(options: S3Options): Objects {
  const { bucket } = options;
  const place = `${options.endpoint}/${bucket}`;
  const client = clientOf(options);
  const fail = (error: unknown): never => {
    throw translateS3Error(error, place);
  };
  let bucketIsThere: Promise<void> | null = null;
  /** Asked once, and again as long as that fails: a server may be away when the process starts. */
  const bucketThere = (): Promise<void> => {
    bucketIsThere ??= makeMissingBucket(client, {
      name: bucket,
      region: options.region,
      place,
    }).catch((error: unknown) => {
      bucketIsThere = null;
      throw error;
    });
    return bucketIsThere;
  };

  const stat: Objects['stat'] = async (key) => {
    requireObjectKey(key);
    await bucketThere();
    try {
      const { size, lastModified } = await client.statObject(bucket, key);
      return { key, byteCount: size, changedAt: lastModified };
    } catch (error) {
      return isMissingObject(error) ? null : fail(error);
    }
  };

  return {
    async put(key, content) {
      requireObjectKey(key);
      const bytes = content instanceof Readable ? await collect(content) : Buffer.from(content);
      await bucketThere();
      await client.putObject(bucket, key, bytes, bytes.length).catch(fail);
    },

    async get(key) {
      requireObjectKey(key);
      await bucketThere();
      try {
        const stream = await client.getObject(bucket, key);
        return Readable.from(translated(stream, place), { objectMode: false });
      } catch (error) {
        if (isMissingObject(error)) throw objectMissing(key, error);
        return fail(error);
      }
    },

    async delete(key) {
      requireObjectKey(key);
      await bucketThere();
      try {
        await client.removeObject(bucket, key);
      } catch (error) {
        if (!isMissingObject(error)) fail(error);
      }
    },

    async *list(prefix) {
      requireObjectPrefix(prefix);
      await bucketThere();
      const found = client.listObjectsV2(bucket, prefix, true);
      try {
        for await (const item of found as AsyncIterable<BucketItem>) {
          if (item.name === undefined) continue;
          yield { key: item.name, byteCount: item.size, changedAt: item.lastModified };
        }
      } catch (error) {
        fail(error);
      }
    },

    stat,
  };
}

function clientOf(options: S3Options): Client {
  const url = new URL(options.endpoint);
  const secure = url.protocol === 'https:';
  return new Client({
    endPoint: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    useSSL: secure,
    accessKey: options.accessKey,
    secretKey: options.secretKey,
    ...(options.region !== undefined && { region: options.region }),
    partSize: LARGEST_OBJECT_BYTES,
    // Jobs are run again as a whole; the client's own retry prints to the console.
    retryOptions: { disableRetry: true },
    transport: impatient(secure ? https : http, options.silenceMs ?? 60_000),
  });
}

/** Requests that end when the server says nothing for too long: by itself Node would wait on. */
function impatient(protocol: Pick<typeof http, 'request'>, silenceMs: number): typeof http {
  const request = (
    ...args: [http.RequestOptions, (response: http.IncomingMessage) => void]
  ): http.ClientRequest => {
    const sent = protocol.request(...args);
    sent.setTimeout(silenceMs, () => {
      sent.destroy(new Error(`no answer for ${silenceMs} ms`));
    });
    return sent;
  };
  return { ...http, request: request as typeof http.request };
}

async function collect(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength;
    if (byteCount > LARGEST_OBJECT_BYTES) {
      throw new WaysideError('INTERNAL', `an object is larger than ${LARGEST_OBJECT_BYTES} bytes`);
    }
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks, byteCount);
}

/** The connection may still break while the bytes come. */
async function* translated(source: Readable, place: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw translateS3Error(error, place);
  }
}
