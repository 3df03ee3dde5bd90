import { WaysideError, ERROR_CATALOGUE, type ErrorCode } from '../../pipeline/errors.ts';
import { encodeFrame, frameDecoder } from './frames.ts';
import type { KeeperAddress } from './keeper-address.ts';
import { keeperUnreachable, openKeeperSocket } from './keeper-socket.ts';
import { PROTOCOL_VERSION, type AnswerFrame, type Role } from './protocol.ts';

export interface ConnectionOptions {
  readonly address: KeeperAddress;
  readonly role: Role;
  readonly token: string;
  /** How long one call may take before the keeper counts as unreachable. */
  readonly callTimeoutMs: number;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One socket to the keeper: many calls at once, matched to their answers by id. */
export interface KeeperConnection {
  readonly open: boolean;
  send(call: string, params: unknown): Promise<unknown>;
  close(): void;
}

const HELLO_ID = 0;

/** Connects and proves the role. Throws KEEPER_UNREACHABLE, KEEPER_UNTRUSTED, ROLE_REFUSED. */
export async function openConnection(options: ConnectionOptions): Promise<KeeperConnection> {
  const unreachable = (cause?: unknown) => keeperUnreachable(options.address, cause);
  const socket = await openKeeperSocket(options.address);
  const waiting = new Map<number, Waiting>();
  const decode = frameDecoder();
  let nextId = HELLO_ID;
  let open = true;

  const failAll = (cause?: unknown) => {
    open = false;
    for (const call of waiting.values()) {
      clearTimeout(call.timer);
      call.reject(unreachable(cause));
    }
    waiting.clear();
    socket.destroy();
    socket.unref();
  };
  socket.on('error', failAll);
  socket.on('close', () => {
    failAll();
  });
  socket.on('data', (bytes) => {
    try {
      for (const frame of decode(bytes) as AnswerFrame[]) {
        const call = waiting.get(frame.id);
        if (call === undefined) continue;
        waiting.delete(frame.id);
        clearTimeout(call.timer);
        // An idle connection keeps no process alive.
        if (waiting.size === 0) socket.unref();
        if ('error' in frame) call.reject(errorFromWire(frame.error));
        else call.resolve(frame.answer);
      }
    } catch (cause) {
      failAll(cause);
    }
  });

  const post = (frame: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!open) {
        reject(unreachable());
        return;
      }
      const id = nextId++;
      const bytes = encodeFrame({ id, ...frame });
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(unreachable(`no answer within ${options.callTimeoutMs} ms`));
      }, options.callTimeoutMs);
      waiting.set(id, { resolve, reject, timer });
      socket.ref();
      socket.write(bytes);
    });

  try {
    await post({
      call: 'hello',
      params: { protocol: PROTOCOL_VERSION, role: options.role, token: options.token },
    });
  } catch (error) {
    failAll();
    throw error;
  }
  return {
    get open() {
      return open;
    },
    send: (call, params) => post({ call, params }),
    close: () => {
      failAll();
    },
  };
}

function errorFromWire(error: { code: string; message: string; details: unknown }): WaysideError {
  const known = error.code in ERROR_CATALOGUE;
  return new WaysideError(known ? (error.code as ErrorCode) : 'INTERNAL', error.message, {
    details: (error.details ?? {}) as Record<string, unknown>,
  });
}
