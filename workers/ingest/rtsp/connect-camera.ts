import net from 'node:net';
import tls from 'node:tls';
import { WaysideError } from '../../../pipeline/errors.ts';
import type { CameraAddress } from './camera-address.ts';

/**
 * Connects to a camera; over TLS its certificate has to be vouched for by the system, or pinned.
 * @throws WaysideError CAMERA_UNREACHABLE, or INTERRUPTED when aborted
 */
export async function connectCamera(
  address: CameraAddress,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<net.Socket> {
  if (isAborted(signal)) throw interrupted(address, signal);
  const { host, port } = address;
  const socket = address.isTls
    ? tls.connect({
        host,
        port,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        // Judged below, before anything is sent: a pinned one may be self-made.
        rejectUnauthorized: false,
      })
    : net.connect({ host, port });
  socket.setNoDelay(true);
  try {
    await connected(socket, address.isTls ? 'secureConnect' : 'connect', timeoutMs, signal);
  } catch (cause) {
    socket.destroy();
    if (isAborted(signal)) throw interrupted(address, signal);
    throw unreachable(address, `doesn’t answer: ${reasonOf(cause)}.`, cause);
  }
  if (socket instanceof tls.TLSSocket) {
    const objection = objectionTo(socket, address);
    if (objection !== null) {
      socket.destroy();
      throw unreachable(address, objection);
    }
  }
  return socket;
}

function connected(
  socket: net.Socket,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((settle, fail) => {
    const timer = setTimeout(() => {
      fail(new Error(`nothing within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    const abort = (): void => {
      fail(new Error('aborted'));
    };
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    signal?.addEventListener('abort', abort, { once: true });
    socket.once(event, () => {
      settle();
    });
    // Stays: a socket that was given up may still fail.
    socket.on('error', fail);
    socket.once('close', () => {
      fail(new Error('it closes the connection'));
    });
    socket.once(event, done).once('close', done);
  });
}

/** What is wrong with the certificate; null where nothing is. */
function objectionTo(socket: tls.TLSSocket, address: CameraAddress): string | null {
  const shown =
    socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase() ?? 'none';
  if (address.certificateSha256 !== null) {
    return shown === address.certificateSha256
      ? null
      : `shows another certificate than the one of its address: sha256=${shown}.`;
  }
  return socket.authorized
    ? null
    : `shows a certificate that nobody vouches for; if it is the camera’s own, put #sha256=${shown} at the end of its address.`;
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}

function unreachable(address: CameraAddress, what: string, cause?: unknown): WaysideError {
  return new WaysideError('CAMERA_UNREACHABLE', `The camera at ${address.label} ${what}`, {
    details: { address: address.label },
    ...(cause === undefined ? {} : { cause }),
  });
}

function isAborted(signal?: AbortSignal): signal is AbortSignal {
  return signal?.aborted === true;
}

function interrupted(address: CameraAddress, signal: AbortSignal): WaysideError {
  return new WaysideError('INTERRUPTED', `Connecting to ${address.label} was interrupted.`, {
    cause: signal.reason,
  });
}
