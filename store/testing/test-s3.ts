import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Options } from '../objects/s3-objects.ts';

export interface TestS3 {
  readonly options: S3Options;
  /** As if the server went away; its objects stay. */
  stop(): Promise<void>;
  /** On the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** An S3 server in this process, on a free port of the loopback, with one empty bucket or as new. */
export async function startTestS3({ isNew = false } = {}): Promise<TestS3> {
  const bucket = 'wayside';
  const directory = await mkdtemp(join(tmpdir(), 'wayside-s3-'));
  let port = 0;
  let server: S3rver | null = null;
  const start = async (): Promise<void> => {
    server = new S3rver({
      port,
      address: '127.0.0.1',
      silent: true,
      directory,
      configureBuckets: isNew ? [] : [{ name: bucket }],
    });
    ({ port } = await server.run());
  };
  const stop = async (): Promise<void> => {
    const closed = server?.close();
    // A server that is gone answers nobody; without this it waits for whoever is still connected.
    server?.httpServer.closeAllConnections();
    await closed;
    server = null;
  };
  await start();
  return {
    options: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket,
      // The pair that s3rver accepts.
      accessKey: 'S3RVER',
      secretKey: 'S3RVER',
      region: 'us-east-1',
    },
    start,
    stop,
    close: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
