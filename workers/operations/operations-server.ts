import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WaysideError } from '../../pipeline/errors.ts';
import { METRICS_CONTENT_TYPE } from './metrics-of-processes.ts';
import type { Readiness } from './readiness.ts';

export interface OperationsServer {
  /** Where it listens, such as http://127.0.0.1:9480. */
  readonly url: string;
  close(): Promise<void>;
}

export interface Operations {
  readonly readiness: () => Promise<Pick<Readiness, 'ready'>>;
  /** Text for Prometheus. */
  readonly metrics: () => Promise<string>;
}

/**
 * `GET /healthz`: the process answers. `GET /readyz`: 200 when it can work, else 503, and why.
 * `GET /metrics`. Nobody signs in here: for loopback, or a network of machines only.
 * @param port 0: any free one
 * @throws WaysideError CONFIG_INVALID when it can't listen there
 */
export async function serveOperations(
  { host, port }: { readonly host: string; readonly port: number },
  { readiness, metrics }: Operations,
): Promise<OperationsServer> {
  const answers: Readonly<Record<string, () => Promise<readonly [number, string, string]>>> = {
    '/healthz': () => Promise.resolve(json(200, { status: 'ok' })),
    '/readyz': async () => {
      const state = await readiness();
      return json(state.ready ? 200 : 503, state);
    },
    '/metrics': async () => [200, METRICS_CONTENT_TYPE, await metrics()],
  };
  const server = createServer((request, reply) => {
    const path = (request.url ?? '').split('?')[0]!;
    const answer = request.method === 'GET' ? answers[path] : undefined;
    const sent = answer?.() ?? Promise.resolve(json(404, { error: { code: 'NOT_FOUND' } }));
    sent
      .catch(() => json(500, { error: { code: 'INTERNAL' } }))
      .then(([status, type, body]) => reply.writeHead(status, { 'content-type': type }).end(body))
      .catch(() => reply.destroy());
  });
  server.requestTimeout = 10_000;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    throw new WaysideError('CONFIG_INVALID', `operations can’t listen at ${host}:${port}`, {
      details: { host, port },
      cause,
    });
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function json(status: number, body: object): readonly [number, string, string] {
  return [status, 'application/json; charset=utf-8', JSON.stringify(body)];
}
