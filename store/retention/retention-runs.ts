import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { RetentionRunRow } from '../schema/retention.ts';

export async function beginRun(
  db: Kysely<Schema>,
  run: { readonly id: string; readonly startedAt: Date; readonly startedBy: string },
): Promise<void> {
  await db
    .insertInto('retentionRun')
    .values({ ...run, endedAt: null, receipt: null })
    .execute();
}

export async function endRun(
  db: Kysely<Schema>,
  id: string,
  endedAt: Date,
  receipt: unknown,
): Promise<void> {
  await db
    .updateTable('retentionRun')
    .set({ endedAt, receipt: JSON.stringify(receipt) })
    .where('id', '=', id)
    .execute();
}

/** Newest first. */
export async function lastRuns(
  db: Kysely<Schema>,
  limit: number,
): Promise<readonly RetentionRunRow[]> {
  return db
    .selectFrom('retentionRun')
    .selectAll()
    .orderBy('startedAt', 'desc')
    .limit(limit)
    .execute();
}
