import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Schema } from '../schema.ts';
import type { Account, Role } from '../schema/people.ts';

export interface NewAccount {
  readonly name: string;
  readonly role: Role;
  readonly passwordHash?: string;
  readonly oidcSubject?: string;
}

/**
 * Active when it comes with a password or a subject, else invited.
 * @throws WaysideError CONFLICT when somebody has or had the name
 */
export async function insertAccount(db: Kysely<Schema>, account: NewAccount): Promise<Account> {
  const proven = account.passwordHash !== undefined || account.oidcSubject !== undefined;
  const inserted = await db
    .insertInto('account')
    .values({ ...account, status: proven ? 'active' : 'invited' })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted !== undefined) return inserted;
  throw new WaysideError('CONFLICT', `the name ${account.name} is or was somebody’s`, {
    details: { name: account.name },
  });
}

export async function findAccount(
  db: Kysely<Schema>,
  by: { readonly id: string } | { readonly name: string } | { readonly oidcSubject: string },
): Promise<Account | undefined> {
  const accounts = db.selectFrom('account').selectAll();
  const found =
    'id' in by
      ? accounts.where('id', '=', by.id)
      : 'name' in by
        ? accounts.where('name', '=', by.name)
        : accounts.where('oidcSubject', '=', by.oidcSubject);
  return found.executeTakeFirst();
}

/** Nobody else changes it before the transaction ends. */
export async function lockAccount(db: Kysely<Schema>, id: string): Promise<Account | undefined> {
  return db.selectFrom('account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function hasAccounts(db: Kysely<Schema>): Promise<boolean> {
  const first = await db.selectFrom('account').select('id').limit(1).executeTakeFirst();
  return first !== undefined;
}

/** By name, those after `afterName`. */
export async function listAccounts(
  db: Kysely<Schema>,
  { afterName, limit }: { readonly afterName: string | null; readonly limit: number },
): Promise<readonly Account[]> {
  const accounts = db.selectFrom('account').selectAll().orderBy('name').limit(limit);
  return (afterName === null ? accounts : accounts.where('name', '>', afterName)).execute();
}

/** Undefined when there is no such account. */
export async function changeAccount(
  db: Kysely<Schema>,
  id: string,
  change: Partial<Pick<Account, 'role' | 'status' | 'passwordHash' | 'oidcSubject'>>,
): Promise<Account | undefined> {
  return db
    .updateTable('account')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}
