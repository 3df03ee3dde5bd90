import net from 'node:net';
import tls from 'node:tls';
import type { NetworkIdentity } from './network-identity.ts';

const KEEP_ALIVE_MS = 15_000;

/**
 * A server of TLS 1.3 connections, not listening yet. A connection is handed over before its handshake
 * is done, so that whoever takes it sets one time limit for all that comes before the first call.
 */
export function tlsListener(
  { privateKey, certificate }: NetworkIdentity,
  onConnection: (socket: tls.TLSSocket) => void,
): net.Server {
  const secureContext = tls.createSecureContext({
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: certificate,
    minVersion: 'TLSv1.3',
  });
  return net.createServer((raw) => {
    raw.setNoDelay(true);
    raw.setKeepAlive(true, KEEP_ALIVE_MS);
    onConnection(new tls.TLSSocket(raw, { isServer: true, secureContext }));
  });
}
