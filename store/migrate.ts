import { Migrator, type Kysely } from 'kysely';
import { WaysideError } from '../pipeline/errors.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import type { Schema } from './schema.ts';

/**
 * Brings the tables up to date; a database that is up to date stays as it is. Several processes may
 * call it at once: one does the work, the others wait.
 *
 * @returns the names of the migrations that ran, in order
 * @throws {WaysideError} DATABASE_UNREACHABLE, or INTERNAL naming the migration that failed
 */
export async function migrateToLatest(db: Kysely<Schema>): Promise<readonly string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error instanceof WaysideError) throw error;
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new WaysideError('INTERNAL', `migration ${failed ?? '(before the first)'} failed`, {
      cause: error,
      details: { migration: failed },
    });
  }
  return (results ?? []).map((result) => result.migrationName);
}
