import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { WaysideError } from '../pipeline/errors.ts';
import type { ApiConfig } from './config.ts';

export interface ApiServer {
  /** How it is reached from this machine. */
  readonly url: string;
  /** Takes no new requests, answers those it has. */
  close(): Promise<void>;
}

/**
 * Listens where the configuration says.
 * @throws WaysideError CONFIG_INVALID when the address is taken, not allowed or not this machine's
 */
export async function serve(
  app: FastifyInstance,
  { host, port }: Pick<ApiConfig, 'host' | 'port'>,
): Promise<ApiServer> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const why = WHY[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'it can’t be listened on';
    throw new WaysideError(
      'CONFIG_INVALID',
      `the API's address ${host}:${port} is of no use: ${why}`,
      {
        details: { key: 'api.port', host, port },
        cause,
      },
    );
  }
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, close: () => app.close() };
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there (set api.port in wayside.yaml)',
  EACCES: 'ports below 1024 need rights',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the host name is unknown',
};
