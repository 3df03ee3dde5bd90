import type { Kysely, Transaction, Updateable } from 'kysely';
import type { Schema } from '../schema.ts';
import type { LogReader, LogReaderTable } from '../schema/reviews.ts';

/** For this transaction alone; undefined while another process reads. */
export async function lockLogReader(trx: Transaction<Schema>): Promise<LogReader | undefined> {
  return trx.selectFrom('logReader').selectAll().forUpdate().skipLocked().executeTakeFirst();
}

export async function readLogReader(db: Kysely<Schema>): Promise<LogReader> {
  return db.selectFrom('logReader').selectAll().executeTakeFirstOrThrow();
}

export async function saveLogReader(
  trx: Transaction<Schema>,
  change: Updateable<LogReaderTable>,
): Promise<void> {
  await trx.updateTable('logReader').set(change).execute();
}
