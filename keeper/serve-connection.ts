import type { Socket } from 'node:net';
import { Compile } from 'typebox/compile';
import { WaysideError } from '../pipeline/errors.ts';
import { answerCall, answerHello } from './answer-call.ts';
import { encodeFrame, frameDecoder } from './client/frames.ts';
import { MAX_FRAME_BYTES, RequestFrame, type Role } from './client/protocol.ts';
import type { KeeperState } from './keeper-state.ts';

/** One that connected and whose role isn't known yet gets no more than this. */
const HELLO_WITHIN_MS = 5_000;
const HELLO_FRAME_BYTES = 4_096;

const requestFrame = Compile(RequestFrame);

export interface ServedConnection {
  readonly socket: Socket;
  /** Whether a role's token was shown. */
  readonly greeted: boolean;
  /** Takes no more calls; ends once those it has are answered. */
  finish(): Promise<void>;
}

/** Answers hello first, within five seconds, and then call after call. */
export function serveConnection(keeper: KeeperState, socket: Socket): ServedConnection {
  let role: Role | null = null;
  let greeting = false;
  const running = new Set<Promise<void>>();
  const decode = frameDecoder(() => (role === null ? HELLO_FRAME_BYTES : MAX_FRAME_BYTES));
  const deadline = setTimeout(() => socket.destroy(), HELLO_WITHIN_MS);

  const greet = async (frame: RequestFrame): Promise<void> => {
    try {
      role = await answerHello(keeper, frame.params);
      clearTimeout(deadline);
      send(socket, { id: frame.id, answer: {} });
    } catch (error) {
      send(socket, errorFrame(frame.id, error));
      socket.end();
    }
  };
  const answer = async (frame: RequestFrame, as: Role): Promise<void> => {
    try {
      const result = await answerCall(keeper, as, frame.call, frame.params);
      send(socket, { id: frame.id, answer: result });
    } catch (error) {
      send(socket, errorFrame(frame.id, error));
    }
  };
  /** Null: nothing more may come before hello is answered. */
  const take = (frame: RequestFrame): Promise<void> | null => {
    if (role !== null) return answer(frame, role);
    if (greeting) return null;
    greeting = true;
    return greet(frame);
  };

  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(deadline);
  });
  socket.on('data', (bytes: Buffer) => {
    let frames: unknown[];
    try {
      frames = decode(bytes);
    } catch {
      socket.destroy();
      return;
    }
    for (const frame of frames) {
      const work = requestFrame.Check(frame) ? take(frame) : null;
      if (work === null) {
        socket.destroy();
        return;
      }
      running.add(work);
      void work.finally(() => running.delete(work));
    }
  });
  return {
    socket,
    get greeted() {
      return role !== null;
    },
    async finish() {
      socket.pause();
      await Promise.allSettled(running);
      socket.end();
      socket.destroySoon();
    },
  };
}

function send(socket: Socket, frame: unknown): void {
  if (socket.writable) socket.write(encodeFrame(frame));
}

function errorFrame(id: number, error: unknown) {
  const { code, message, details } =
    error instanceof WaysideError ? error : new WaysideError('INTERNAL', 'the keeper failed');
  return { id, error: { code, message, details } };
}
