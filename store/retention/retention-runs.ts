import { sql, type Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Schema } from '../schema.ts';
import type { RetentionRunRow } from '../schema/retention.ts';

/** Any number that nothing else in the database locks on. */
const RUN_LOCK = 7_296_431_010n;

/**
 * Does the work while no other run does.
 *
 * @throws {WaysideError} CONFLICT when another run is at it
 */
export async function alone<T>(db: Kysely<Schema>, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_lock(${RUN_LOCK}) as locked`.execute(connection);
    if (rows[0]?.locked !== true) {
      throw new WaysideError('CONFLICT', 'another retention run is at work');
    }
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${RUN_LOCK})`.execute(connection);
    }
  });
}

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
