import { connect } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitBodyTime } from './body-time.ts';

const TIMEOUT_MS = 150;
let app: FastifyInstance;
let port: number;
beforeEach(async () => {
  app = fastify();
  limitBodyTime(app, TIMEOUT_MS);
  app.post('/slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3 * TIMEOUT_MS));
    return { done: true };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = app.server.address() as AddressInfo);
});
afterEach(() => app.close());

it('hangs up on who drips a body', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (bytes) => (answer += String(bytes)));
  socket.write('POST /slow HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
  socket.write('content-length: 1000\r\n\r\n');
  const drip = setInterval(() => socket.write('{'), 20);
  const startedAt = performance.now();
  await once(socket, 'close');
  clearInterval(drip);
  expect(performance.now() - startedAt).toBeLessThan(20 * TIMEOUT_MS);
  expect(answer).not.toContain('200 OK');
});

it('lets a route think as long as it likes once the body is there', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/slow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(await answer.json()).toEqual({ done: true });
});
