import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** In place of the one before, if any. */
export async function saveSetupCode(db: Kysely<Schema>, codeHash: Uint8Array): Promise<void> {
  await db
    .insertInto('setupCode')
    .values({ codeHash })
    .onConflict((conflict) => conflict.column('single').doUpdateSet({ codeHash }))
    .execute();
}

/** Uses the code up: of two that come with it, one gets true. */
export async function takeSetupCode(db: Kysely<Schema>, codeHash: Uint8Array): Promise<boolean> {
  const taken = await db
    .deleteFrom('setupCode')
    .where('codeHash', '=', codeHash)
    .returning('single')
    .executeTakeFirst();
  return taken !== undefined;
}
