import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { runAlone } from './run-alone.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';

let postgres: TestPostgres;
let other: Database;
beforeAll(async () => {
  postgres = await startTestPostgres();
  other = openDatabase({ url: postgres.url });
});
afterAll(async () => {
  await other.close();
  await postgres.stop();
});

test('one process does the work, another leaves it alone, and does it the next time', async () => {
  const { kysely } = postgres.database;
  let finish: (value: string) => void = () => undefined;
  const working = runAlone(
    kysely,
    'retention',
    () =>
      new Promise<string>((resolve) => {
        finish = resolve;
      }),
  );
  await expect
    .poll(() => runAlone(other.kysely, 'retention', () => Promise.resolve('done twice')))
    .toBeNull();
  finish('done');
  expect(await working).toBe('done');
  expect(await runAlone(other.kysely, 'retention', () => Promise.resolve('again'))).toBe('again');
});

test('work that fails, and a process that is gone, keep nobody from it', async () => {
  const { kysely } = postgres.database;
  const failing = runAlone(kysely, 'retention', () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  const gone = openDatabase({ url: postgres.url });
  let end: () => void = () => undefined;
  const holding = runAlone(
    gone.kysely,
    'retention',
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const asked = () => runAlone(other.kysely, 'retention', () => Promise.resolve('done'));
  await expect.poll(asked).toBeNull();
  // As the server sees it when a process is killed.
  const { rows } = await terminateHolders(postgres);
  expect(rows).toHaveLength(1);
  await expect.poll(asked).toBe('done');
  end();
  await holding;
  await gone.close();
});

function terminateHolders({ database }: TestPostgres) {
  return sql`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and database = (
      select oid from pg_database where datname = current_database())`.execute(database.kysely);
}
