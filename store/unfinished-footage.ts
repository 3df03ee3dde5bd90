import type { Kysely } from 'kysely';
import type { Footage, Schema } from './schema.ts';

/** What is still being imported, oldest first. */
export async function unfinishedFootage(db: Kysely<Schema>): Promise<readonly Footage[]> {
  return db
    .selectFrom('footage')
    .selectAll()
    .where('status', '=', 'importing')
    .orderBy('createdAt')
    .execute();
}
