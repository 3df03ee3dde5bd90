import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMBEDDED_ROLES } from './embedded/database-roles.ts';
import { requireTables } from './require-tables.ts';
import { arrangeRights } from './rights/arrange-rights.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const OUTDATED = { code: 'DATABASE_OUTDATED', retryable: true };

const asApplication = () =>
  postgres.database.kysely.transaction().execute(async (trx) => {
    await sql`set local role ${sql.id(EMBEDDED_ROLES.application)}`.execute(trx);
    await requireTables(trx);
  });

test('the application sees whether the tables are there, once its rights are arranged', async () => {
  await expect(asApplication()).rejects.toMatchObject(OUTDATED);
  await arrangeRights(postgres.database.kysely, EMBEDDED_ROLES);
  await asApplication();
});

test('tables without the newest migration, and none at all, are told', async () => {
  const { kysely } = postgres.database;
  await sql`insert into kysely_migration values ('9999-of-the-future', '')`.execute(kysely);
  await requireTables(kysely);
  await sql`delete from kysely_migration where name = (
    select max(name) from kysely_migration where name < '9999')`.execute(kysely);
  await expect(requireTables(kysely)).rejects.toMatchObject(OUTDATED);
  await sql`drop table kysely_migration`.execute(kysely);
  await expect(requireTables(kysely)).rejects.toMatchObject(OUTDATED);
});
