import { setTimeout as delay } from 'node:timers/promises';
import { WaysideError } from '../../pipeline/errors.ts';
import type { KeeperAddress } from './keeper-address.ts';
import { openConnection, type KeeperConnection } from './keeper-connection.ts';
import type { CallAnswer, CallName, CallRequest, Role } from './protocol.ts';

export interface CallerOptions {
  readonly address: KeeperAddress;
  readonly role: Role;
  readonly token: string;
  /** How long to go on trying when the keeper doesn't answer; default 5,000. */
  readonly retryForMs?: number;
  /** Default 60,000. */
  readonly callTimeoutMs?: number;
}

export interface Caller {
  <N extends CallName>(name: N, params: CallRequest<N>): Promise<CallAnswer<N>>;
  close(): void;
}

/** One shared connection that is made anew when it broke. Every call may safely be sent twice. */
export function keeperCaller(options: CallerOptions): Caller {
  const { retryForMs = 5_000, callTimeoutMs = 60_000 } = options;
  let connecting: Promise<KeeperConnection> | null = null;
  let closed = false;

  const connection = async (): Promise<KeeperConnection> => {
    const seen = connecting;
    const current = await seen?.catch(() => null);
    if (current?.open === true) return current;
    // Of several callers that found it broken, the first makes the new one.
    if (connecting === seen) connecting = openConnection({ ...options, callTimeoutMs });
    return connecting!;
  };

  const send = async (name: string, params: unknown): Promise<unknown> => {
    const startedAt = performance.now();
    for (let waitMs = 50; ; waitMs = Math.min(1_000, waitMs * 2)) {
      try {
        return await (await connection()).send(name, params);
      } catch (error) {
        const again =
          error instanceof WaysideError &&
          error.code === 'KEEPER_UNREACHABLE' &&
          !closed &&
          performance.now() - startedAt + waitMs < retryForMs;
        if (!again) throw error;
        await delay(waitMs);
      }
    }
  };

  return Object.assign(send as Caller, {
    close() {
      closed = true;
      void connecting?.then(
        (open) => {
          open.close();
        },
        () => undefined,
      );
    },
  });
}
