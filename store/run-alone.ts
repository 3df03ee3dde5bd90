import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Work of which one process at a time does each; numbers that nothing else in the database locks on. */
const LOCKS = { retention: 7_296_431_003n } as const;

/**
 * Does the work unless another process is at it: then it is left to that one. The lock belongs to a
 * connection of its own, so it ends with the process, however that ends.
 *
 * @returns null when another process is at it
 * @throws {WaysideError} DATABASE_UNREACHABLE, and what the work throws
 */
export function runAlone<T>(
  db: Kysely<Schema>,
  name: keyof typeof LOCKS,
  work: () => Promise<T>,
): Promise<T | null> {
  const lock = LOCKS[name];
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_lock(${lock}) as taken`.execute(connection);
    if (rows[0]?.taken !== true) return null;
    try {
      return await work();
    } finally {
      // One that broke meanwhile has let go of it.
      await sql`select pg_advisory_unlock(${lock})`.execute(connection).catch(() => undefined);
    }
  });
}
