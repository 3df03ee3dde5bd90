import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { InvitationTable } from '../schema/people.ts';

/** In place of the one that the account had, if any: its token is of no use any more. */
export async function saveInvitation(
  db: Kysely<Schema>,
  invitation: InvitationTable,
): Promise<void> {
  const { accountId, ...rest } = invitation;
  await db
    .insertInto('invitation')
    .values(invitation)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ accountId, ...rest }))
    .execute();
}

/** Uses it up: of two that come with the same token, one gets it. Undefined: none, or too late. */
export async function takeInvitation(
  db: Kysely<Schema>,
  tokenHash: Uint8Array,
  nowMs: number,
): Promise<{ readonly accountId: string } | undefined> {
  return db
    .deleteFrom('invitation')
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', new Date(nowMs))
    .returning('accountId')
    .executeTakeFirst();
}

/** None: nothing happens. */
export async function dropInvitationOf(db: Kysely<Schema>, accountId: string): Promise<void> {
  await db.deleteFrom('invitation').where('accountId', '=', accountId).execute();
}
