import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../database.ts';
import { openEmbeddedPostgres } from '../embedded-postgres.ts';
import { migrateToLatest } from '../migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Set by `test-postgres-setup.ts`. */
    testPostgresFolder: string;
  }
}

export interface TestPostgres {
  /** Of a fresh database with the tables in it. */
  readonly url: string;
  readonly database: Database;
  /** Closes the pool and drops the database, whoever is still connected to it. */
  stop(): Promise<void>;
}

/** A test's database needn't survive a power cut, so it doesn't wait for the disk. */
const FAST_SETTINGS = { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' };

/**
 * A fresh, migrated database on the test run's one server (`test-postgres-setup.ts` is vitest's
 * global setup), which the first caller starts.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // The lease is left to end with this process: the server stays up for the suites that follow.
  const { url } = await openEmbeddedPostgres({
    dataFolder: inject('testPostgresFolder'),
    databaseName: name,
    settings: FAST_SETTINGS,
  });
  const database = openDatabase({ url });
  await migrateToLatest(database.kysely);
  return {
    url,
    database,
    stop: async () => {
      await database.close();
      const admin = new URL(url);
      admin.pathname = '/postgres';
      const other = openDatabase({ url: admin.href, poolSize: 1 });
      await sql`drop database ${sql.id(name)} with (force)`.execute(other.kysely);
      await other.close();
    },
  };
}
