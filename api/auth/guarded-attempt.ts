import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import {
  countAttempt,
  forgetAttempt,
  forgetAttemptsOf,
  type Attempt,
} from '../../store/people/sign-in-attempts.ts';
import type { Schema } from '../../store/schema.ts';
import type { AttemptedSecret } from '../../store/schema/people.ts';
import { networkOf } from './network-of.ts';

/** CJIS AC-7: five failures in fifteen minutes. */
export const MAX_FAILURES = 5;
export const MAX_FAILURES_OF_ADDRESS = 50;
export const FAILURE_SPAN_MS = 15 * 60_000;

export interface AttemptBy {
  readonly name: string;
  readonly secret: AttemptedSecret;
  readonly address: string | null;
  readonly nowMs: number;
}

/**
 * Tries a secret of somebody's, within the limits: after five failures in fifteen minutes no sixth is
 * tried, right or wrong, until the oldest is that old. The same for names that nobody has.
 *
 * @param attempt gives null for a wrong secret; that, and whatever it throws, counts as a failure
 * @throws WaysideError LOCKED_OUT with `retryAfterSeconds`
 */
export async function guardAttempt<T>(
  db: Kysely<Schema>,
  { name, secret, address, nowMs }: AttemptBy,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const network = address === null ? null : networkOf(address);
  const who: Attempt = { nameHash: hashName(name), secret, address: network };
  const counted = await countAttempt(db, who, { nowMs, spanMs: FAILURE_SPAN_MS });
  if (counted.ofName > MAX_FAILURES || counted.ofAddress > MAX_FAILURES_OF_ADDRESS) {
    // What was never tried is no failure: whoever goes on knocking doesn't lengthen the wait.
    await forgetAttempt(db, counted.id);
    const waitMs =
      counted.ofName > MAX_FAILURES
        ? counted.ofNameOldestAt.getTime() + FAILURE_SPAN_MS - nowMs
        : FAILURE_SPAN_MS;
    throw new WaysideError('LOCKED_OUT', 'too many failures: wait before the next try', {
      details: { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) },
    });
  }
  const result = await attempt();
  if (result !== null) await forgetAttemptsOf(db, who);
  return result;
}

function hashName(name: string): Buffer {
  return createHash('sha256').update(name).digest();
}
