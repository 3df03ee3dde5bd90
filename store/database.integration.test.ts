import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireCamera, listCameras, saveCamera } from './cameras.ts';
import { openDatabase } from './database.ts';
import { migrateToLatest } from './migrate.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

describe('openDatabase', () => {
  it('says which database cannot be reached, and not the password', async () => {
    const database = openDatabase({ url: 'postgres://ada:secret-word@127.0.0.1:1/wayside' });
    const error = await listCameras(database.kysely).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('127.0.0.1:1/wayside') as string,
    });
    expect(JSON.stringify([error, String(error)])).not.toContain('secret-word');
    await database.close();
  });

  it('gives bigint as bigint, dates as text, bytes as bytes', async () => {
    const { rows } = await sql`
      select 9223372036854775807::bigint as largest, '{-1,2}'::bigint[] as some,
        '{}'::bigint[] as none, '2026-05-01'::date as day, '\\x00ff'::bytea as bytes,
        '2026-05-01T02:00:00+02'::timestamptz as moment, null::bigint as nothing`.execute(
      postgres.database.kysely,
    );
    expect(rows).toEqual([
      {
        largest: 2n ** 63n - 1n,
        some: [-1n, 2n],
        none: [],
        day: '2026-05-01',
        bytes: Buffer.from([0, 255]),
        moment: new Date('2026-05-01T00:00:00Z'),
        nothing: null,
      },
    ]);
  });

  it('ends a statement that takes too long', async () => {
    const impatient = openDatabase({ url: postgres.url, statementTimeoutMs: 100 });
    await expect(sql`select pg_sleep(30)`.execute(impatient.kysely)).rejects.toThrow(
      /statement timeout/,
    );
    await impatient.close();
  });

  it('works on after the server ended its connections', async () => {
    const { kysely } = postgres.database;
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(kysely)));
    const other = openDatabase({ url: postgres.url, poolSize: 1 });
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(other.kysely);
    await other.close();
    // One that the pool has not seen break yet may still fail, with a code that says try again.
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => listCameras(kysely)));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
      }
    }
    expect(await listCameras(kysely)).toEqual([]);
  });
});

describe('migrateToLatest', () => {
  it('does nothing to a database that is up to date, however many ask', async () => {
    const ran = await Promise.all([1, 2, 3].map(() => migrateToLatest(postgres.database.kysely)));
    expect(ran).toEqual([[], [], []]);
  });
});

describe('cameras', () => {
  it('are added, changed and listed by id', async () => {
    const { kysely } = postgres.database;
    await saveCamera(kysely, { id: 'south', region: 'eu', occasion: 'junction survey' });
    await saveCamera(kysely, { id: 'north', region: 'eu', latitude: 47.4, longitude: 8.5 });
    await saveCamera(kysely, { id: 'south', region: 'de' });
    expect(await listCameras(kysely)).toMatchObject([
      { id: 'north', latitude: 47.4, headingDeg: null },
      { id: 'south', region: 'de', occasion: 'junction survey' },
    ]);
  });

  it('that are not there are told of without what was typed', async () => {
    await expect(requireCamera(postgres.database.kysely, 'nowhere')).rejects.toMatchObject({
      code: 'CAMERA_UNKNOWN',
      message: 'there is no camera of this name',
    });
  });
});
