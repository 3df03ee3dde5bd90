import fastify from 'fastify';
import { expect, it } from 'vitest';
import { serve } from './serve.ts';

it('tells its address, and a coded error when the port is taken', async () => {
  const first = await serve(fastify(), { host: '127.0.0.1', port: 0 });
  const { port } = new URL(first.url);
  try {
    expect((await fetch(first.url)).status).toBe(404);
    await expect(serve(fastify(), { host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject(
      {
        code: 'CONFIG_INVALID',
        details: { key: 'api.port' },
      },
    );
  } finally {
    await first.close();
  }
  await expect(fetch(first.url)).rejects.toThrow();
});
