import net from 'node:net';
import tls from 'node:tls';
import { WaysideError } from '../../pipeline/errors.ts';
import { addressText, type KeeperAddress, type NetworkAddress } from './keeper-address.ts';

const CONNECT_WITHIN_MS = 10_000;
const KEEP_ALIVE_MS = 15_000;

/**
 * Connects, over the network by TLS 1.3 with a keeper whose certificate is the pinned one: nothing has
 * been sent to any other. Throws KEEPER_UNREACHABLE, KEEPER_UNTRUSTED.
 */
export function openKeeperSocket(address: KeeperAddress): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const network = typeof address === 'string' ? null : address;
    const socket = network === null ? net.connect(address as string) : connectByTls(network);
    const fail = (error: Error) => {
      clearTimeout(timer);
      // What breaks after this is of no interest any more.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    const unreachable = (cause?: unknown) => {
      fail(keeperUnreachable(address, cause));
    };
    const timer = setTimeout(() => {
      unreachable(`no connection within ${CONNECT_WITHIN_MS} ms`);
    }, CONNECT_WITHIN_MS);
    socket.once('error', unreachable);
    socket.once('close', unreachable);
    socket.once(network === null ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', unreachable);
      socket.off('close', unreachable);
      const untrusted = network === null ? null : distrust(socket as tls.TLSSocket, network);
      if (untrusted === null) resolve(socket);
      else fail(untrusted);
    });
  });
}

function connectByTls({ host, port }: NetworkAddress): tls.TLSSocket {
  const socket = tls.connect({
    host,
    port,
    minVersion: 'TLSv1.3',
    // No authority is asked: the fingerprint says which certificate it has to be.
    rejectUnauthorized: false,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
  });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}

/** Null: it is the pinned one, which by TLS holds the certificate's key too. */
function distrust(socket: tls.TLSSocket, address: NetworkAddress): WaysideError | null {
  const shown = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
  if (shown === address.fingerprint) return null;
  return new WaysideError(
    'KEEPER_UNTRUSTED',
    `what answers at ${addressText(address)} shows another certificate than keeper.fingerprint says`,
    { details: { address: addressText(address), expected: address.fingerprint, shown } },
  );
}

export function keeperUnreachable(address: KeeperAddress, cause?: unknown): WaysideError {
  const at = addressText(address);
  return new WaysideError('KEEPER_UNREACHABLE', `no keeper answers at ${at}`, {
    details: { address: at },
    cause,
  });
}
