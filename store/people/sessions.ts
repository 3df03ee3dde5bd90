import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { Role } from '../schema/people.ts';

/** CJIS AC-11: half an hour without a request ends a session. */
export const SESSION_IDLE_MS = 30 * 60_000;
/** However busy it is. */
export const SESSION_LIFE_MS = 12 * 3_600_000;

export interface LiveSession {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  readonly signsInByOidc: boolean;
  readonly hasSecondFactor: boolean;
  readonly authenticatedAt: Date;
}

/** Starts a session in place of the one that the account had, if any: that one ends. */
export async function startSession(
  db: Kysely<Schema>,
  {
    accountId,
    tokenHash,
    nowMs,
    authenticatedAtMs,
  }: {
    readonly accountId: string;
    readonly tokenHash: Uint8Array;
    readonly nowMs: number;
    readonly authenticatedAtMs: number;
  },
): Promise<void> {
  const now = new Date(nowMs);
  const session = {
    id: randomUUID(),
    tokenHash,
    startedAt: now,
    lastUsedAt: now,
    authenticatedAt: new Date(authenticatedAtMs),
  };
  await db
    .insertInto('session')
    .values({ accountId, ...session })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(session))
    .execute();
}

/** Whether the account has a session that is in use. */
export async function hasLiveSession(
  db: Kysely<Schema>,
  accountId: string,
  nowMs: number,
): Promise<boolean> {
  const session = await db
    .selectFrom('session')
    .where('accountId', '=', accountId)
    .where('lastUsedAt', '>', new Date(nowMs - SESSION_IDLE_MS))
    .where('startedAt', '>', new Date(nowMs - SESSION_LIFE_MS))
    .select('id')
    .executeTakeFirst();
  return session !== undefined;
}

/** The live session of an active account, which counts as used now; undefined when there is none. */
export async function useSession(
  db: Kysely<Schema>,
  tokenHash: Uint8Array,
  nowMs: number,
): Promise<LiveSession | undefined> {
  return db
    .updateTable('session')
    .from('account')
    .set({ lastUsedAt: new Date(nowMs) })
    .whereRef('account.id', '=', 'session.accountId')
    .where('account.status', '=', 'active')
    .where('session.tokenHash', '=', tokenHash)
    .where('session.lastUsedAt', '>', new Date(nowMs - SESSION_IDLE_MS))
    .where('session.startedAt', '>', new Date(nowMs - SESSION_LIFE_MS))
    .returning((eb) => [
      'session.id',
      'session.accountId',
      'account.name',
      'account.role',
      'session.authenticatedAt',
      eb('account.oidcSubject', 'is not', null).$castTo<boolean>().as('signsInByOidc'),
      eb
        .exists(
          eb
            .selectFrom('secondFactor')
            .whereRef('secondFactor.accountId', '=', 'account.id')
            .where('secondFactor.confirmedAt', 'is not', null)
            .select('secondFactor.accountId'),
        )
        .$castTo<boolean>()
        .as('hasSecondFactor'),
    ])
    .executeTakeFirst();
}

/** The person proved again who they are. */
export async function proveSession(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db
    .updateTable('session')
    .set({ authenticatedAt: new Date(nowMs) })
    .where('id', '=', id)
    .execute();
}

/** None: nothing happens. */
export async function endSessionOf(db: Kysely<Schema>, accountId: string): Promise<void> {
  await db.deleteFrom('session').where('accountId', '=', accountId).execute();
}
