import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestS3, type TestS3 } from '../testing/test-s3.ts';
import { openS3Objects } from './s3-objects.ts';

const PROCESSES = 8;

describe('a bucket on a new S3 server', () => {
  let s3: TestS3;
  afterEach(() => s3.close());

  it('is made when first asked for anything, and lists nothing', async () => {
    s3 = await startTestS3({ isNew: true });
    expect(await openS3Objects(s3.options).list('').next()).toEqual({ done: true });
    expect(await openS3Objects(s3.options).stat('a')).toBeNull();
  });

  it('is made once by many that start at the same moment, whose objects are all there', async () => {
    s3 = await startTestS3({ isNew: true });
    const { endpoint, bucket, accessKey, secretKey } = s3.options;
    const options = { endpoint, bucket, accessKey, secretKey };
    const keys = Array.from({ length: PROCESSES }, (_, i) => `kept/${i}`);
    await Promise.all(keys.map((key) => openS3Objects(options).put(key, Buffer.from(key))));
    for (const key of keys) {
      expect((await buffer(await openS3Objects(options).get(key))).toString()).toBe(key);
    }
  });

  it('is made later, where the server was away at first', async () => {
    s3 = await startTestS3({ isNew: true });
    const objects = openS3Objects(s3.options);
    await s3.stop();
    await expect(objects.stat('a')).rejects.toMatchObject({ code: 'OBJECTS_UNREACHABLE' });
    await s3.start();
    await objects.put('a', Buffer.from('x'));
    expect(await objects.stat('a')).toMatchObject({ byteCount: 1 });
  });
});

describe('a bucket that can’t be had', () => {
  let server: Server;
  const asked: string[] = [];
  afterEach(() => {
    server.close();
    asked.length = 0;
  });

  /** Answers HEAD with a status, and PUT with an error of S3 or, with none, by making it. */
  async function serverSaying(head: number, put?: string) {
    server = createServer((request, reply) => {
      void text(request).then((body) => {
        asked.push(`${request.method!} ${request.url!.split('?')[0]!} ${body}`.trim());
        if (request.method === 'HEAD') reply.writeHead(head).end();
        else if (put === undefined) reply.writeHead(200).end();
        else {
          const xml = `<?xml version="1.0"?><Error><Code>${put}</Code><Message>no</Message></Error>`;
          reply.writeHead(put === 'InternalError' ? 500 : 409).end(xml);
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return openS3Objects({
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'wayside',
      accessKey: 'somebody',
      secretKey: 'a secret',
      region: 'eu-central-1',
    });
  }

  it.each([
    ['somebody else’s', 403, undefined, 'OBJECTS_REFUSED'],
    ['not there and not to be made', 404, 'AccessDenied', 'OBJECTS_REFUSED'],
    ['of a name that somebody else took', 404, 'BucketAlreadyExists', 'OBJECTS_REFUSED'],
    ['one too many', 404, 'TooManyBuckets', 'OBJECTS_REFUSED'],
    ['on a server in trouble', 404, 'InternalError', 'OBJECTS_UNREACHABLE'],
  ])('%s: %i, %s', async (_, head, put, code) => {
    const objects = await serverSaying(head, put);
    const error = await objects.put('a', Buffer.from('x')).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, message: expect.stringContaining('/wayside') as string });
    expect(String(error)).not.toContain('a secret');
    // Nothing was sent to where it would lie.
    expect(asked.filter((request) => request.startsWith('PUT /wayside/a'))).toEqual([]);
  });

  it('is made in the region of the configuration', async () => {
    const objects = await serverSaying(404);
    await objects.stat('a');
    expect(asked.find((request) => request.startsWith('PUT'))).toMatch(
      /^PUT \/wayside\/? .*<LocationConstraint>eu-central-1</,
    );
  });
});
