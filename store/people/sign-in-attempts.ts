import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { AttemptedSecret } from '../schema/people.ts';

export interface Attempt {
  readonly nameHash: Uint8Array;
  readonly secret: AttemptedSecret;
  /** Null: not known, counts for no address. */
  readonly address: string | null;
}

export interface CountedAttempt {
  readonly id: string;
  /** Attempts in the span with this name, this one among them; and the oldest of them. */
  readonly ofName: number;
  readonly ofNameOldestAt: Date;
  /** Attempts in the span from this address, this one among them. */
  readonly ofAddress: number;
}

/**
 * Writes an attempt down before it is decided, then counts: of many at once, each sees those that were
 * written before it, so none slips past a limit. Forgets what is older than the span.
 */
export async function countAttempt(
  db: Kysely<Schema>,
  attempt: Attempt,
  { nowMs, spanMs }: { readonly nowMs: number; readonly spanMs: number },
): Promise<CountedAttempt> {
  const since = new Date(nowMs - spanMs);
  const { id } = await db
    .insertInto('signInAttempt')
    .values({ ...attempt, at: new Date(nowMs) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.deleteFrom('signInAttempt').where('at', '<=', since).execute();
  const ofName = await db
    .selectFrom('signInAttempt')
    .where('nameHash', '=', attempt.nameHash)
    .where('secret', '=', attempt.secret)
    .select([sql<number>`count(*)::int`.as('attempts'), sql<Date>`min(at)`.as('oldestAt')])
    .executeTakeFirstOrThrow();
  const ofAddress = await db
    .selectFrom('signInAttempt')
    .where('address', '=', attempt.address)
    .select(sql<number>`count(*)::int`.as('attempts'))
    .executeTakeFirstOrThrow();
  return {
    id,
    ofName: ofName.attempts,
    ofNameOldestAt: ofName.oldestAt,
    ofAddress: ofAddress.attempts,
  };
}

/** For an attempt that was refused before anything was tried. */
export async function forgetAttempt(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('signInAttempt').where('id', '=', id).execute();
}

/** After a success. */
export async function forgetAttemptsOf(
  db: Kysely<Schema>,
  { nameHash, secret }: Pick<Attempt, 'nameHash' | 'secret'>,
): Promise<void> {
  await db
    .deleteFrom('signInAttempt')
    .where('nameHash', '=', nameHash)
    .where('secret', '=', secret)
    .execute();
}
