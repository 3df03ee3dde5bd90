import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** One that hasn't said for so long that it lives is dead, by the database's clock. */
const DEAD_AFTER_MS = 8000;
const FORGOTTEN_AFTER_MS = 86_400_000;

/** The process lives; it has to say so every two seconds or so. */
export async function renewIngestProcess(
  db: Kysely<Schema>,
  { id, host }: { readonly id: string; readonly host: string },
): Promise<void> {
  await db
    .insertInto('ingestProcess')
    .values({ id, host })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ renewedAt: sql<Date>`now()` }))
    .execute();
}

/** Ids of those that live, in order. */
export async function livingIngestProcesses(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ingestProcess')
    .select('id')
    .where('renewedAt', '>', sql<Date>`now() - interval '1 millisecond' * ${DEAD_AFTER_MS}`)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The process is no more: whoever lives may take its cameras at once. */
export async function endIngestProcess(db: Kysely<Schema>, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('cameraState')
      .set({ holder: null, heldUntil: null })
      .where('holder', '=', id)
      .execute();
    const old = sql<Date>`now() - interval '1 millisecond' * ${FORGOTTEN_AFTER_MS}`;
    await trx
      .deleteFrom('ingestProcess')
      .where((eb) => eb.or([eb('id', '=', id), eb('renewedAt', '<', old)]))
      .execute();
  });
}
