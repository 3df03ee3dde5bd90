import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeObjects } from '../testing/objects-suite.ts';
import { startTestS3, type TestS3 } from '../testing/test-s3.ts';
import { openS3Objects } from './s3-objects.ts';

describeObjects('an S3 bucket', async () => {
  const server = await startTestS3();
  return { objects: openS3Objects(server.options), close: () => server.close() };
});

describe('objects in an S3 bucket, when things go wrong', () => {
  let server: TestS3;
  beforeAll(async () => {
    server = await startTestS3();
  });
  afterAll(() => server.close());

  it('says OBJECTS_UNREACHABLE while the server is away and works again once it is back', async () => {
    const objects = openS3Objects(server.options);
    await objects.put('a', Buffer.from('before'));
    await server.stop();
    const away = {
      code: 'OBJECTS_UNREACHABLE',
      retryable: true,
      message: expect.stringContaining(server.options.endpoint) as string,
    };
    await expect(objects.put('b', Buffer.from('x'))).rejects.toMatchObject(away);
    await expect(objects.get('a')).rejects.toMatchObject(away);
    await expect(objects.stat('a')).rejects.toMatchObject(away);
    await expect(objects.delete('a')).rejects.toMatchObject(away);
    await expect(objects.list('').next()).rejects.toMatchObject(away);
    await server.start();
    expect((await buffer(await objects.get('a'))).toString()).toBe('before');
  });

  it('says OBJECTS_REFUSED for wrong keys, without the keys', async () => {
    const change = { accessKey: 'nobody', secretKey: 'wrong-secret' };
    const objects = openS3Objects({ ...server.options, ...change });
    const error = await objects.put('a', Buffer.from('x')).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'OBJECTS_REFUSED' });
    expect(String(error)).not.toContain('wrong-secret');
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const objects = openS3Objects({
      ...server.options,
      endpoint: `http://127.0.0.1:${port}`,
      silenceMs: 200,
    });
    await expect(objects.stat('a')).rejects.toMatchObject({
      code: 'OBJECTS_UNREACHABLE',
      message: expect.stringContaining('no answer for 200 ms') as string,
    });
    silent.close();
  });

  it('says OBJECTS_UNREACHABLE when the connection breaks half way through an object', async () => {
    const breaking = createServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nETag: "x"\r\n\r\nonly a part');
        setTimeout(() => socket.destroy(), 50);
      });
    }).listen(0, '127.0.0.1');
    await once(breaking, 'listening');
    const { port } = breaking.address() as AddressInfo;
    const objects = openS3Objects({ ...server.options, endpoint: `http://127.0.0.1:${port}` });
    const stream = await objects.get('a');
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'OBJECTS_UNREACHABLE' });
    breaking.close();
  });
});
