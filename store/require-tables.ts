import { sql, type Kysely } from 'kysely';
import { WaysideError } from '../pipeline/errors.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import type { Schema } from './schema.ts';

/** PostgreSQL's codes for a table, or the right to it, that isn't there. */
const NOT_THERE = new Set(['42P01', '42501']);

/**
 * Makes sure that the tables are at least as this program knows them. Those of a newer version will
 * do: while machines are brought up to date one by one, the last ones still work on them.
 *
 * @throws {WaysideError} DATABASE_OUTDATED, DATABASE_UNREACHABLE
 */
export async function requireTables(db: Kysely<Schema>): Promise<void> {
  const newest = Object.keys(MIGRATIONS).sort().at(-1)!;
  try {
    const { rows } = await sql`select from kysely_migration where name = ${newest}`.execute(db);
    if (rows.length > 0) return;
  } catch (error) {
    if (!NOT_THERE.has(String((error as { code?: unknown }).code))) throw error;
  }
  throw new WaysideError('DATABASE_OUTDATED', `the database is not at migration ${newest}`, {
    details: { migration: newest },
  });
}
