import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { ApiKey, Scope } from '../schema/people.ts';

export interface NewApiKey {
  readonly accountId: string;
  readonly label: string;
  readonly prefix: string;
  readonly secretHash: Uint8Array;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface OwnedApiKey extends ApiKey {
  /** Sign-in name. */
  readonly owner: string;
}

export async function insertApiKey(db: Kysely<Schema>, key: NewApiKey): Promise<ApiKey> {
  return db.insertInto('apiKey').values(key).returningAll().executeTakeFirstOrThrow();
}

/** Whatever its state; undefined when its owner is no active integrator any more. */
export async function findApiKey(db: Kysely<Schema>, prefix: string): Promise<ApiKey | undefined> {
  return db
    .selectFrom('apiKey')
    .innerJoin('account', 'account.id', 'apiKey.accountId')
    .where('prefix', '=', prefix)
    .where('account.status', '=', 'active')
    .where('account.role', '=', 'integrator')
    .selectAll('apiKey')
    .executeTakeFirst();
}

export async function markApiKeyUsed(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db
    .updateTable('apiKey')
    .set({ lastUsedAt: new Date(nowMs) })
    .where('id', '=', id)
    .execute();
}

/** Newest first, all or those of one account, older than `before`. */
export async function listApiKeys(
  db: Kysely<Schema>,
  {
    accountId,
    before,
    limit,
  }: {
    readonly accountId: string | null;
    readonly before: { readonly createdAt: Date; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<readonly OwnedApiKey[]> {
  let keys = db
    .selectFrom('apiKey')
    .innerJoin('account', 'account.id', 'apiKey.accountId')
    .selectAll('apiKey')
    .select('account.name as owner');
  if (accountId !== null) keys = keys.where('apiKey.accountId', '=', accountId);
  if (before !== null) {
    keys = keys.where((eb) =>
      eb(eb.refTuple('apiKey.createdAt', 'apiKey.id'), '<', eb.tuple(before.createdAt, before.id)),
    );
  }
  return keys
    .orderBy('apiKey.createdAt', 'desc')
    .orderBy('apiKey.id', 'desc')
    .limit(limit)
    .execute();
}

/** Undefined when there is no such live key, or it is not the account's. */
export async function revokeApiKey(
  db: Kysely<Schema>,
  {
    id,
    accountId,
    nowMs,
  }: { readonly id: string; readonly accountId: string | null; nowMs: number },
): Promise<ApiKey | undefined> {
  let key = db
    .updateTable('apiKey')
    .set({ revokedAt: new Date(nowMs) })
    .where('id', '=', id)
    .where('revokedAt', 'is', null);
  if (accountId !== null) key = key.where('accountId', '=', accountId);
  return key.returningAll().executeTakeFirst();
}

/** Ends all live keys of the account; none: nothing happens. */
export async function revokeApiKeysOf(
  db: Kysely<Schema>,
  accountId: string,
  nowMs: number,
): Promise<void> {
  await db
    .updateTable('apiKey')
    .set({ revokedAt: new Date(nowMs) })
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .execute();
}
