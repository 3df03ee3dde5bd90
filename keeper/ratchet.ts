import { hkdfSync } from 'node:crypto';
import { tokeniser, type Tokeniser } from './tokens.ts';

/**
 * A one-way chain of day secrets: the state of a day gives that of the next and never that of the day
 * before. HKDF-SHA256 (RFC 5869); the labels keep states, day secrets and uses apart.
 */
export const STATE_BYTES = 32;

export function derive(secret: Uint8Array, info: string, salt: Uint8Array = NO_SALT): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, STATE_BYTES));
}

export function nextState(state: Uint8Array): Buffer {
  return derive(state, 'wayside ratchet 1 next');
}

/** The keys of one kind for one day. */
export interface DayKeys {
  /** Seals reads. */
  readonly seal: Buffer;
  /** Makes index tokens. */
  readonly token: Buffer;
  readonly tokenise: Tokeniser;
  /** From which each object's own key comes. */
  readonly object: Buffer;
  /** Signs tickets. */
  readonly ticket: Buffer;
}

export function dayKeysOf(state: Uint8Array, kind: string): DayKeys {
  const key = (use: string) => derive(state, `wayside ratchet 1 ${kind} ${use}`);
  const token = key('token');
  return {
    seal: key('seal'),
    token,
    tokenise: tokeniser(token),
    object: key('object'),
    ticket: key('ticket'),
  };
}

export function forgetDayKeys(keys: DayKeys): void {
  for (const key of [keys.seal, keys.token, keys.object, keys.ticket]) key.fill(0);
}

const NO_SALT = new Uint8Array(0);
