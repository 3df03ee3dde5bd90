import { chmod, unlink } from 'node:fs/promises';
import net from 'node:net';
import { Compile } from 'typebox/compile';
import { WaysideError } from '../pipeline/errors.ts';
import { answerCall, answerHello } from './answer-call.ts';
import { encodeFrame, frameDecoder } from './client/frames.ts';
import { RequestFrame, type Role } from './client/protocol.ts';
import type { KeeperState } from './keeper-state.ts';

export interface KeeperServer {
  /** Takes no new calls, answers those it has, removes the socket. */
  close(): Promise<void>;
}

/** `sun_path` of a Unix socket, less its closing zero; macOS has the smaller one. */
const MOST_PATH_BYTES = 103;

const requestFrame = Compile(RequestFrame);

/** Listens on a Unix socket of mode 0600, or 0660 with `groupAccess`. Throws CONFIG_INVALID. */
export async function serveKeeper(
  keeper: KeeperState,
  socketPath: string,
  groupAccess: boolean,
): Promise<KeeperServer> {
  await makeWayFor(socketPath);
  const connections = new Map<net.Socket, Set<Promise<void>>>();
  const server = net.createServer((socket) => {
    const running = new Set<Promise<void>>();
    connections.set(socket, running);
    socket.on('close', () => connections.delete(socket));
    serveConnection(keeper, socket, running);
  });
  // The mask, not chmod alone: between listen and chmod anybody could connect.
  const mode = groupAccess ? 0o660 : 0o600;
  const mask = process.umask(0o777 & ~mode);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    await chmod(socketPath, mode);
  } catch (cause) {
    throw new WaysideError('CONFIG_INVALID', `the keeper can't listen at ${socketPath}`, {
      details: { socketPath },
      cause,
    });
  } finally {
    process.umask(mask);
  }
  return {
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      for (const [socket, running] of connections) {
        socket.pause();
        await Promise.allSettled(running);
        socket.end();
        socket.destroySoon();
      }
      await closed;
    },
  };
}

function serveConnection(
  keeper: KeeperState,
  socket: net.Socket,
  running: Set<Promise<void>>,
): void {
  const decode = frameDecoder();
  let role: Role | null = null;
  /** Calls wait for the hello before them. */
  let hello: Promise<void> | null = null;

  const answer = async (frame: RequestFrame): Promise<void> => {
    try {
      if (role === null) throw new WaysideError('ROLE_REFUSED', 'the connection has no role yet');
      const result = await answerCall(keeper, role, frame.call, frame.params);
      send(socket, { id: frame.id, answer: result });
    } catch (error) {
      send(socket, errorFrame(frame.id, error));
    }
  };
  const greet = async (frame: RequestFrame): Promise<void> => {
    try {
      role = await answerHello(keeper, frame.params);
      send(socket, { id: frame.id, answer: {} });
    } catch (error) {
      send(socket, errorFrame(frame.id, error));
      socket.end();
    }
  };

  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    let frames: unknown[];
    try {
      frames = decode(bytes);
    } catch {
      socket.destroy();
      return;
    }
    for (const frame of frames) {
      if (!requestFrame.Check(frame)) {
        socket.destroy();
        return;
      }
      const work = hello === null ? (hello = greet(frame)) : hello.then(() => answer(frame));
      running.add(work);
      void work.finally(() => running.delete(work));
    }
  });
}

function send(socket: net.Socket, frame: unknown): void {
  if (socket.writable) socket.write(encodeFrame(frame));
}

function errorFrame(id: number, error: unknown) {
  const { code, message, details } =
    error instanceof WaysideError ? error : new WaysideError('INTERNAL', 'the keeper failed');
  return { id, error: { code, message, details } };
}

/** Removes the socket of a keeper that is gone. Throws CONFIG_INVALID when one answers there. */
async function makeWayFor(socketPath: string): Promise<void> {
  if (Buffer.byteLength(socketPath) > MOST_PATH_BYTES) {
    throw new WaysideError(
      'CONFIG_INVALID',
      `the socket path ${socketPath} is longer than the ${MOST_PATH_BYTES} bytes that systems take`,
      { details: { socketPath, atMost: MOST_PATH_BYTES } },
    );
  }
  const taken = await new Promise<boolean>((resolve) => {
    const probe = net.connect(socketPath);
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => {
      resolve(false);
    });
  });
  if (taken) {
    throw new WaysideError('CONFIG_INVALID', `a keeper answers at ${socketPath} already`, {
      details: { socketPath },
    });
  }
  try {
    await unlink(socketPath);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
