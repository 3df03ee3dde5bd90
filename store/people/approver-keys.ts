import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { ApproverKey } from '../schema/people.ts';

export interface NamedApproverKey extends ApproverKey {
  readonly name: string;
}

/** Puts the key in place of the one that the account had, if any. */
export async function saveApproverKey(db: Kysely<Schema>, key: ApproverKey): Promise<void> {
  const { accountId, ...rest } = key;
  await db
    .insertInto('approverKey')
    .values(key)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ accountId, ...rest }))
    .execute();
}

/** Of active approvers, by name. */
export async function listApproverKeys(db: Kysely<Schema>): Promise<readonly NamedApproverKey[]> {
  return keysOfApprovers(db).orderBy('account.name').execute();
}

/** The key of an active approver; undefined when there is none. */
export async function findApproverKey(
  db: Kysely<Schema>,
  of: { readonly accountId: string } | { readonly name: string },
): Promise<NamedApproverKey | undefined> {
  const keys = keysOfApprovers(db);
  const found =
    'name' in of
      ? keys.where('account.name', '=', of.name)
      : keys.where('account.id', '=', of.accountId);
  return found.executeTakeFirst();
}

function keysOfApprovers(db: Kysely<Schema>) {
  return db
    .selectFrom('approverKey')
    .innerJoin('account', 'account.id', 'approverKey.accountId')
    .where('account.status', '=', 'active')
    .where('account.role', '=', 'approver')
    .selectAll('approverKey')
    .select('account.name');
}
