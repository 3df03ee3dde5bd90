import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatCheckpoint } from '../keeper/client/log/checkpoint.ts';
import { EMPTY_TREE, rootOf } from '../keeper/client/log/merkle-tree.ts';
import { signNote } from '../keeper/client/log/signed-note.ts';
import { openAuditDatabase, type Subtree } from '../keeper/audit/audit-database.ts';
import { makeAuditEntry } from '../keeper/audit/audit-entry.ts';
import { openAuditKeys } from '../keeper/audit/audit-keys.ts';
import { growTree } from '../keeper/audit/log-tree.ts';
import { keeperPaths } from '../keeper/client/keeper-folder.ts';
import { BY, startTestKeeper, type TestKeeper } from '../keeper/testing/test-keeper.ts';
import { runCli } from './testing/run-cli.ts';

const TABLES = ['audit_entry', 'audit_subtree', 'audit_checkpoint', 'audit_cosignature'];
const ENTRIES = 640;

/** The log of a real keeper, on a database that the test may tamper with. */
let site: TestKeeper;
let env: Record<string, string>;
let size: number;
/** Kept elsewhere by the auditor. */
let checkpoint: string;

beforeAll(async () => {
  site = await startTestKeeper();
  env = { WAYSIDE_DATA: site.folder, WAYSIDE_DATABASE_URL: site.config.databaseUrl };
  await Promise.all(
    Array.from({ length: ENTRIES }, (_, at) =>
      site.operator.recordEvent({ by: BY, action: 'tracks-searched', particulars: { at } }),
    ),
  );
  size = (await site.operator.status()).auditEntries;
  await site.keeper.stop();
  checkpoint = join(site.folder, 'checkpoint.txt');
  expect(await runCli(['audit', 'checkpoint', '--out', checkpoint], env)).toMatchObject({
    exitCode: 0,
  });
  for (const table of TABLES) {
    await site.sql.query(`create table kept_${table} as table ${table}`);
    await site.sql.query(`alter table ${table} disable trigger all`);
  }
});
afterEach(async () => {
  await site.sql.query(`truncate ${TABLES.join(', ')}`);
  for (const table of TABLES) {
    await site.sql.query(`insert into ${table} select * from kept_${table}`);
  }
});
afterAll(() => site.stop());

const verify = (...args: string[]) => runCli(['audit', 'verify', ...args], env);

describe('wayside audit verify', () => {
  it('finds nothing wrong with a log as it was written', async () => {
    const run = await verify('--json', '--checkpoint', checkpoint);
    expect(run.exitCode).toBe(0);
    expect(run.records).toMatchObject([
      { type: 'audit', whole: true, entries: size, goodUpTo: size, faults: [] },
    ]);
    expect(size).toBeGreaterThan(600);
  });

  it.each([
    [
      'a flipped byte',
      `update audit_entry set sealed_detail = set_byte(sealed_detail, 99,
         get_byte(sealed_detail, 99) # 255) where sequence = 321`,
      'broken: entry 321: its sealed detail was changed',
    ],
    [
      'a deleted entry',
      'delete from audit_entry where sequence = 100',
      'broken: entry 100 was removed',
    ],
    [
      'two entries in each other’s place',
      `update audit_entry e set leaf_hash = o.leaf_hash, sealed_detail = o.sealed_detail
       from audit_entry o where (e.sequence, o.sequence) in ((200, 400), (400, 200))`,
      'broken: entries 200 and 400 changed places',
    ],
    [
      'a cut-off tail, with its checkpoints',
      `with cut as (delete from audit_checkpoint where size > 600)
       delete from audit_entry where sequence >= 600`,
      'broken: entries from 600 on were cut off',
    ],
  ])('names %s', async (_, tamper, said) => {
    await site.sql.query(tamper);
    const run = await verify();
    expect(run.stdout).toContain(said);
    expect(run.exitCode).toBe(1);
  });

  it('names a log that was rewritten as a whole, by a checkpoint kept elsewhere', async () => {
    const paths = keeperPaths(site.config.folder);
    const keys = await openAuditKeys(paths.auditKeys);
    const realHead = await readFile(paths.auditHead, 'utf8');
    await site.sql.query(`truncate ${TABLES.join(', ')}`);
    let tree = EMPTY_TREE;
    const subtrees: Subtree[] = [];
    const entries = Array.from({ length: size }, (_, sequence) => {
      const entry = makeAuditEntry(keys, { action: 'audit-checked' }, sequence, Date.now());
      tree = growTree(tree, entry.leafHash, subtrees);
      return entry;
    });
    const rootHash = rootOf(tree);
    const text = formatCheckpoint({ origin: keys.verifier.name, size, rootHash });
    const note = signNote(text, keys.verifier, keys.signing);
    const database = openAuditDatabase(site.config.databaseUrl);
    await database.addEntries(entries, subtrees);
    await database.addCheckpoint({ size, rootHash, note });
    await database.close();
    await writeFile(paths.auditHead, note);
    try {
      // With every key of the site, nothing here shows it.
      expect((await verify()).exitCode).toBe(0);
      const run = await verify('--checkpoint', checkpoint);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('the log was rewritten');
    } finally {
      await writeFile(paths.auditHead, realHead);
    }
  });

  it('checks the tree alone where the keeper’s folder can’t be read, with the key from elsewhere', async () => {
    const key = (await runCli(['audit', 'key'], env)).stdout.trim();
    const elsewhere = { ...env, WAYSIDE_DATA: join(site.folder, 'elsewhere') };
    const run = await runCli(['audit', 'verify', '--key', key, '--json'], elsewhere);
    expect(run.records).toMatchObject([{ whole: true, detailsOpened: false, entries: size }]);
    const without = await runCli(['audit', 'verify', '--json'], elsewhere);
    expect(without).toMatchObject({ exitCode: 2, records: [{ type: 'error', code: 'USAGE' }] });
  });
});

describe('wayside audit show', () => {
  it('shows entries, and that they were shown', async () => {
    const run = await runCli(['audit', 'show', '--from', '2', '--limit', '3', '--json'], {
      ...env,
      WAYSIDE_CONFIG: await emptyConfig(),
    });
    expect(run.records).toMatchObject(
      [2, 3, 4].map((sequence) => ({ type: 'audit-entry', sequence, detail: { sequence } })),
    );
    const last = await runCli(['audit', 'show', '--limit', '3'], env);
    expect(last.stdout).toContain('audit-read  by');
  });
});

async function emptyConfig(): Promise<string> {
  const file = join(site.folder, 'wayside.yaml');
  await writeFile(file, 'workers: 0\n');
  return file;
}
