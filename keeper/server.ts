import net, { type AddressInfo, type Socket } from 'node:net';
import { WaysideError } from '../pipeline/errors.ts';
import { hostAndPort } from './client/keeper-address.ts';
import type { KeeperState } from './keeper-state.ts';
import type { NetworkIdentity } from './network/network-identity.ts';
import { tlsListener } from './network/tls-listener.ts';
import { serveConnection, type ServedConnection } from './serve-connection.ts';
import { listenOnSocket } from './unix-socket.ts';

export interface KeeperServer {
  /** Of the network; null where the keeper answers on its socket only. */
  readonly port: number | null;
  /** Takes no new calls, answers those it has, removes the socket. */
  close(): Promise<void>;
}

export interface Places {
  readonly socketPath: string;
  /** Whether the group of the socket's folder may connect. */
  readonly groupAccess: boolean;
  /** Port 0: any free one. */
  readonly network: {
    readonly host: string;
    readonly port: number;
    readonly identity: NetworkIdentity;
  } | null;
}

/** Connections from the network whose role isn't known; beyond these the oldest goes. */
const MOST_STRANGERS = 64;

/** Listens on the Unix socket and, by TLS, in the network. Throws CONFIG_INVALID. */
export async function serveKeeper(keeper: KeeperState, places: Places): Promise<KeeperServer> {
  const { socketPath, groupAccess, network } = places;
  const connections = new Set<ServedConnection>();
  const servers: net.Server[] = [];
  const serve = (socket: Socket): ServedConnection => {
    const connection = serveConnection(keeper, socket);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
    return connection;
  };
  const close = async (): Promise<void> => {
    const closed = servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => {
            resolve();
          });
        }),
    );
    for (const connection of connections) await connection.finish();
    await Promise.all(closed);
  };

  const local = net.createServer(serve);
  servers.push(local);
  await listenOnSocket(local, socketPath, groupAccess);
  if (network === null) return { port: null, close };

  const strangers = new Set<ServedConnection>();
  const remote = tlsListener(network.identity, (socket) => {
    for (const known of strangers) if (known.greeted) strangers.delete(known);
    if (strangers.size === MOST_STRANGERS) [...strangers][0]!.socket.destroy();
    const connection = serve(socket);
    strangers.add(connection);
    socket.on('close', () => strangers.delete(connection));
  });
  servers.push(remote);
  try {
    return { port: await listenInNetwork(remote, network), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Gives the port. Throws CONFIG_INVALID. */
async function listenInNetwork(
  server: net.Server,
  place: { readonly host: string; readonly port: number },
): Promise<number> {
  const { host, port } = place;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const at = hostAndPort(place);
      reject(
        new WaysideError('CONFIG_INVALID', `the keeper can't listen at ${at}`, {
          details: { key: 'keeper.listen', address: at },
          cause,
        }),
      );
    });
    server.listen({ host, port }, resolve);
  });
  return (server.address() as AddressInfo).port;
}
