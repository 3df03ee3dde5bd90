import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { InterleavedSplitter, type InterleavedSink } from './interleaved-splitter.ts';
import { NotRtsp, requestOf } from './rtsp-message.ts';

const MOST_CALLERS = 4;
/** How long a caller may take to say what it wants. */
const CALLER_PATIENCE_MS = 10_000;

/** A port on the loopback interface for one client, which knows its secret path. */
export interface LocalDoor {
  readonly url: string;
  /** Lets nobody in any more, and sends away who wasn't let in yet. */
  close(): void;
}

/**
 * @param admit called once, with the connection whose first request names the path; that request and all
 * that follows goes to the sink it returns. A client that sends what isn't RTSP is disconnected.
 */
export async function openLocalDoor(
  admit: (socket: net.Socket) => InterleavedSink,
): Promise<LocalDoor> {
  const path = randomBytes(24).toString('base64url');
  const callers = new Set<net.Socket>();
  const server = net.createServer();
  server.maxConnections = MOST_CALLERS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `rtsp://127.0.0.1:${(server.address() as net.AddressInfo).port}/${path}`;
  const close = (): void => {
    server.close();
    for (const caller of callers) caller.destroy();
    callers.clear();
  };
  server.on('connection', (socket) => {
    callers.add(socket);
    const patience = setTimeout(() => socket.destroy(), CALLER_PATIENCE_MS);
    const leave = (): void => {
      clearTimeout(patience);
      callers.delete(socket);
    };
    let sink: InterleavedSink | null = null;
    const splitter = new InterleavedSplitter({
      message(message) {
        if (sink === null) {
          if (requestOf(message)?.uri !== url) throw new NotRtsp('Not the path.');
          leave();
          close();
          sink = admit(socket);
        }
        sink.message(message);
      },
      frame(channel, bytes, at, size) {
        if (sink === null) throw new NotRtsp('Frames before a request.');
        return sink.frame(channel, bytes, at, size);
      },
      pass(bytes) {
        sink?.pass(bytes);
      },
    });
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', leave);
    socket.on('data', (chunk: Buffer) => {
      if (socket.destroyed) return;
      try {
        splitter.push(chunk);
      } catch (error) {
        if (!(error instanceof NotRtsp)) throw error;
        socket.destroy();
      }
    });
  });
  return { url, close };
}
