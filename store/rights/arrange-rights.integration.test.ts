import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database.ts';
import { EMBEDDED_ROLES } from '../embedded/database-roles.ts';
import { openEmbeddedPostgres } from '../embedded-postgres.ts';
import { ensureDays, dropDaysBefore } from '../partitions.ts';
import { migrateToLatest } from '../migrate.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { arrangeRights } from './arrange-rights.ts';

let postgres: TestPostgres;
let owner: pg.Client;
let application: pg.Client;
let keeper: pg.Client;
let applicationDatabase: Database;

const LEAF = `'\\x${'00'.repeat(32)}'`;
const ENTRY = `insert into audit_entry (sequence, leaf_hash, sealed_detail) values`;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const databaseName = new URL(postgres.url).pathname.slice(1);
  const server = await openEmbeddedPostgres({
    dataFolder: inject('testPostgresFolder'),
    databaseName,
  });
  const { roleUrls } = server;
  await arrangeRights(postgres.database.kysely, EMBEDDED_ROLES);
  [owner, application, keeper] = [postgres.url, roleUrls.application, roleUrls.keeper].map(
    (connectionString) => new pg.Client({ connectionString }),
  ) as [pg.Client, pg.Client, pg.Client];
  for (const client of [owner, application, keeper]) await client.connect();
  applicationDatabase = openDatabase({ url: roleUrls.application });
  await keeper.query(`${ENTRY} (0, ${LEAF}, ${LEAF})`);
  await server.release();
});
afterAll(async () => {
  await applicationDatabase.close();
  for (const client of [owner, application, keeper]) await client.end();
  await postgres.stop();
});

const DENIED = '42501';
const CHANGES = [
  ['change', `update audit_entry set leaf_hash = leaf_hash`],
  ['delete', 'delete from audit_entry'],
  ['empty', 'truncate audit_entry'],
  ['drop', 'drop table audit_entry cascade'],
  ['unhook the triggers of', 'alter table audit_entry disable trigger all'],
  ['take a trigger from', 'drop trigger audit_entry_rows_stay on audit_entry'],
  [
    'add a trigger to',
    `create trigger t before insert on audit_entry
      for each row execute function refuse_audit_change()`,
  ],
  ['add a rule to', 'create rule r as on insert to audit_entry do instead nothing'],
  ['rename', 'alter table audit_entry rename to gone'],
  ['move', 'create schema aside; alter table audit_entry set schema aside'],
  ['own', 'alter table audit_entry owner to current_user'],
  [
    'replace the guard of',
    `create or replace function refuse_audit_change() returns trigger
      language plpgsql as 'begin return new; end'`,
  ],
  ['change checkpoints of', `update audit_checkpoint set note = ''`],
  ['delete checkpoints of', 'delete from audit_checkpoint'],
  ['drop the checkpoints of', 'drop table audit_checkpoint cascade'],
  ['empty the tiles of', 'truncate audit_subtree'],
  [
    'replace the view on',
    `create or replace view audit_leaf as
      select 1::bigint as sequence, ''::bytea as leaf_hash, ''::bytea as commitment`,
  ],
  ['drop everything around', 'drop schema public cascade'],
] as const;

describe('the application’s role', () => {
  it.each(CHANGES)('may not %s the audit log', async (_, statement) => {
    await expect(application.query(statement)).rejects.toMatchObject({ code: DENIED });
  });

  it('may not add to it, nor read more than hashes and signatures', async () => {
    for (const statement of [
      `${ENTRY} (1, ${LEAF}, ${LEAF})`,
      `insert into audit_checkpoint (size, root_hash, note) values (1, ${LEAF}, '')`,
      'select sealed_detail from audit_entry',
      'select count(*) from audit_entry',
      'select sealed_detail from audit_leaf',
    ]) {
      const code = statement.endsWith('audit_leaf') ? '42703' : DENIED;
      await expect(application.query(statement)).rejects.toMatchObject({ code });
    }
    const { rows } = await application.query<{ sequence: string }>('select * from audit_leaf');
    expect(rows).toMatchObject([{ sequence: '0' }]);
    await application.query('select * from audit_subtree, audit_checkpoint, audit_cosignature');
  });

  it('owns the rest: makes and drops days, tables and schemas', async () => {
    await ensureDays(applicationDatabase.kysely, ['2026-05-01', '2026-05-02']);
    expect(await dropDaysBefore(applicationDatabase.kysely, '2026-05-02')).toEqual(['2026-05-01']);
    await application.query(`insert into camera (id, region) values ('north', 'eu')`);
    await application.query('create schema if not exists jobs; create table jobs.job (id int)');
    await application.query('drop schema jobs cascade');
  });

  it('takes over what the owner made before, once', async () => {
    await owner.query(`
      create schema old_jobs;
      create table old_jobs.job (id bigint generated always as identity, state int);
      create type old_jobs.state as enum ('waiting');
      create function old_jobs.next() returns int language sql as 'select 1'`);
    await arrangeRights(postgres.database.kysely, EMBEDDED_ROLES);
    await arrangeRights(postgres.database.kysely, EMBEDDED_ROLES);
    await application.query('alter table old_jobs.job add column priority int');
    await application.query('insert into old_jobs.job (state) values (1)');
    await application.query(`alter type old_jobs.state add value 'active'`);
    await application.query('drop schema old_jobs cascade');
  });
});

describe('the keeper’s role', () => {
  it.each(CHANGES)('may not %s the audit log', async (_, statement) => {
    await expect(keeper.query(statement)).rejects.toMatchObject({ code: DENIED });
  });

  it('may add to it and read it, and nothing else in the database', async () => {
    await keeper.query(`${ENTRY} (1, ${LEAF}, ${LEAF})`);
    await keeper.query('select sealed_detail from audit_entry');
    for (const statement of [
      'select * from sighting',
      'select * from camera',
      'create table mine (id int)',
      'create schema mine',
    ]) {
      await expect(keeper.query(statement)).rejects.toMatchObject({ code: DENIED });
    }
  });
});

describe('a database of one’s own, as docs/operations.md sets it up', () => {
  it('keeps the log from the application too, though its owner is no superuser', async () => {
    const id = randomUUID().slice(0, 8);
    const name = (role: string) => `${role}_${id}`;
    for (const role of ['owner', 'app', 'keeper']) {
      await owner.query(`create role ${name(role)} login password 'secret'`);
    }
    await owner.query(`grant ${name('app')} to ${name('owner')}`);
    await owner.query(`create database ${name('own')} owner ${name('owner')}`);
    const urlAs = (role: string) => {
      const url = new URL(postgres.url);
      [url.username, url.password, url.pathname] = [name(role), 'secret', `/${name('own')}`];
      return url.href;
    };
    const own = openDatabase({ url: urlAs('owner'), poolSize: 1 });
    const app = new pg.Client({ connectionString: urlAs('app') });
    const ofKeeper = new pg.Client({ connectionString: urlAs('keeper') });
    try {
      await migrateToLatest(own.kysely);
      const roles = { application: name('app'), keeper: name('keeper') };
      await arrangeRights(own.kysely, roles);
      await arrangeRights(own.kysely, roles);
      await app.connect();
      await ofKeeper.connect();
      await ofKeeper.query(`${ENTRY} (0, ${LEAF}, ${LEAF})`);
      for (const [, statement] of CHANGES) {
        await expect(app.query(statement)).rejects.toMatchObject({ code: DENIED });
        await expect(ofKeeper.query(statement)).rejects.toMatchObject({ code: DENIED });
      }
      await app.query(`insert into camera (id, region) values ('north', 'eu')`);
      await app.query('create schema jobs');
    } finally {
      await app.end();
      await ofKeeper.end();
      await own.close();
      await owner.query(`drop database ${name('own')} with (force)`);
      for (const role of ['owner', 'app', 'keeper']) await owner.query(`drop role ${name(role)}`);
    }
  });
});
