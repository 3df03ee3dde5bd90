import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { prepared } from './prepared-statements.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase({ url: postgres.url, poolSize: 1 });
});

afterAll(async () => {
  await database.close();
  await postgres.stop();
});

async function connection() {
  const { rows } = await sql<{ pid: number; statements: number }>`
    select pg_backend_pid() as pid, count(*)::int as statements
    from pg_prepared_statements`.execute(database.kysely);
  return rows[0]!;
}

describe('prepared', () => {
  it('is only what has the mark in front', async () => {
    await sql`select ${1}::int as one`.execute(database.kysely);
    expect((await connection()).statements).toBe(0);
  });

  it('keeps a statement once, whatever its parameters', async () => {
    for (const value of [1, 2, 3]) {
      const { rows } = await sql<{
        value: number;
      }>`${prepared}select ${value}::int as value`.execute(database.kysely);
      expect(rows).toEqual([{ value }]);
    }
    expect((await connection()).statements).toBe(1);
  });

  it('replaces a connection that has prepared its fill', async () => {
    const { pid } = await connection();
    for (let column = 0; column < 60; column += 1) {
      await sql`${prepared}select 1 as ${sql.id(`c${column}`)}`.execute(database.kysely);
    }
    const after = await connection();
    expect(after.pid).not.toBe(pid);
    expect(after.statements).toBeLessThan(50);
  });
});
