import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keeperPaths } from '../../client/keeper-folder.ts';
import { formatCheckpoint } from '../../client/log/checkpoint.ts';
import { EMPTY_TREE, leafHash, rootOf } from '../../client/log/merkle-tree.ts';
import { NOTE_ED25519, noteKey, signNote } from '../../client/log/signed-note.ts';
import { spawnKeeper } from '../../spawn.ts';
import { BY, startTestKeeper, type TestKeeper } from '../../testing/test-keeper.ts';
import { openAuditDatabase, type AuditDatabase, type Subtree } from '../audit-database.ts';
import { makeAuditEntry } from '../audit-entry.ts';
import { openAuditKeys, type AuditKeys } from '../audit-keys.ts';
import { growTree } from '../log-tree.ts';
import type { AuditReport } from './audit-report.ts';
import { verifyAuditLog, type VerifyOptions } from './verify-audit-log.ts';

/** What whoever runs the database has. */
const TABLES = ['audit_entry', 'audit_subtree', 'audit_checkpoint', 'audit_cosignature'];

let site: TestKeeper;
let database: AuditDatabase;
let keys: AuditKeys;
/** Of the keeper's folder. */
let headNote: string;
/** Kept elsewhere when the log was about half as long. */
let earlyNote: string;
let size: number;

beforeAll(async () => {
  site = await startTestKeeper();
  await site.keeper.stop();
  site.keeper = await spawnKeeper({ ...site.config, audit: { checkpointSeconds: 0.05 } });
  for (let round = 0; round < 4; round++) {
    await Promise.all(
      Array.from({ length: 160 }, (_, at) =>
        site.operator.recordEvent({
          by: BY,
          action: 'tracks-searched',
          particulars: { round, at, plate: `AB ${at}` },
        }),
      ),
    );
    await delay(200);
    if (round === 1) earlyNote = await readHead();
  }
  await site.keeper.stop();
  headNote = await readHead();
  keys = await openAuditKeys(keeperPaths(site.config.folder).auditKeys);
  database = openAuditDatabase(site.config.databaseUrl);
  size = Number(
    (await site.sql.query<{ n: string }>('select count(*) n from audit_entry')).rows[0]!.n,
  );
  for (const table of TABLES) {
    await site.sql.query(`create table kept_${table} as table ${table}`);
    await site.sql.query(`alter table ${table} disable trigger all`);
  }
});
afterEach(async () => {
  await site.sql.query(`truncate ${TABLES.join(', ')}`);
  for (const table of TABLES)
    await site.sql.query(`insert into ${table} select * from kept_${table}`);
});
afterAll(async () => {
  await database.close();
  await site.stop();
});

const readHead = () => readFile(keeperPaths(site.config.folder).auditHead, 'utf8');

const verify = (change: Partial<VerifyOptions> = {}): Promise<AuditReport> =>
  verifyAuditLog({
    database,
    key: keys.verifier,
    keys,
    kept: [],
    headFile: { note: headNote, from: 'the kept checkpoint' },
    witnessKey: null,
    ...change,
  });

/** Changes a byte of a column, from 1. */
const flip = (table: string, column: string, byte: number, where: string) =>
  site.sql.query(
    `update ${table} set ${column} = set_byte(${column}, ${byte - 1},
       get_byte(${column}, ${byte - 1}) # 1) where ${where}`,
  );
/** Makes room, or takes it away: moves every entry from one on. */
const shift = async (from: number, by: number) => {
  await site.sql.query(
    `update audit_entry set sequence = -sequence - 1 where sequence >= ${from}`,
    [],
  );
  await site.sql.query(
    `update audit_entry set sequence = -sequence - 1 + ${by} where sequence < 0`,
  );
};
const dropCheck = async () => {
  await site.sql.query(
    'alter table audit_entry drop constraint if exists audit_entry_sequence_check',
  );
};

describe('a log that nobody touched', () => {
  it('verifies, with details and without', async () => {
    const report = await verify({ kept: [{ note: earlyNote, from: 'a copy' }] });
    expect(report).toMatchObject({
      faults: [],
      entries: size,
      goodUpTo: size,
      detailsOpened: true,
    });
    expect(size).toBeGreaterThanOrEqual(640);
    expect(report.checkpoints).toBeGreaterThanOrEqual(4);
    expect(await verify({ keys: null })).toMatchObject({ faults: [], detailsOpened: false });
  });
});

describe('a log that was changed', () => {
  const other = generateKeyPairSync('ed25519');
  /** Sealed by somebody without the keys. */
  const foreignEntry = (sequence: number) =>
    makeAuditEntry({ seal: Buffer.alloc(32, 7) }, { action: 'search' }, sequence, Date.now());
  const insert = (entry: ReturnType<typeof foreignEntry>) =>
    site.sql.query('insert into audit_entry values ($1, $2, $3, $4)', [
      entry.sequence,
      new Date(entry.recordedAtMs),
      entry.leafHash,
      entry.sealedDetail,
    ]);
  const swap = (one: number, two: number) =>
    site.sql.query(
      `update audit_entry e set leaf_hash = o.leaf_hash, sealed_detail = o.sealed_detail,
         recorded_at = o.recorded_at
       from audit_entry o
       where (e.sequence, o.sequence) in ((${one}, ${two}), (${two}, ${one}))`,
    );

  it.each<readonly [string, () => Promise<unknown>, string, number | null, RegExp]>([
    [
      'a bit of a leaf hash',
      () => flip('audit_entry', 'leaf_hash', 5, 'sequence = 321'),
      'entry-changed',
      321,
      /leaf hash/,
    ],
    [
      'a bit of a commitment',
      () => flip('audit_entry', 'sealed_detail', 3, 'sequence = 300'),
      'entry-changed',
      300,
      /commitment/,
    ],
    [
      'a bit of a nonce',
      () => flip('audit_entry', 'sealed_detail', 40, 'sequence = 299'),
      'entry-changed',
      299,
      /sealed detail/,
    ],
    [
      'a bit of a sealed detail',
      () => flip('audit_entry', 'sealed_detail', 120, 'sequence = 7'),
      'entry-changed',
      7,
      /sealed detail/,
    ],
    [
      'the last byte of the last entry',
      () => flip('audit_entry', 'sealed_detail', 60, `sequence = ${size - 1}`),
      'entry-changed',
      -1,
      /sealed detail/,
    ],
    [
      'a time',
      () =>
        site.sql.query(
          `update audit_entry set recorded_at = recorded_at - interval '1 hour' where sequence = 12`,
        ),
      'entry-changed',
      12,
      /time/,
    ],
    [
      'an entry taken out',
      () => site.sql.query('delete from audit_entry where sequence = 100'),
      'entry-removed',
      100,
      /entry 100 was removed/,
    ],
    [
      'three entries taken out and the rest moved up',
      async () => {
        await dropCheck();
        await site.sql.query('delete from audit_entry where sequence between 100 and 102');
        await shift(103, -3);
      },
      'entry-removed',
      100,
      /entries 100 to 102 were removed; the later ones were moved up/,
    ],
    ['two entries swapped', () => swap(41, 42), 'entries-reordered', 41, /41 and 42/],
    ['two entries far apart swapped', () => swap(50, 600), 'entries-reordered', 50, /50 and 600/],
    [
      'an entry put in between',
      async () => {
        await dropCheck();
        await shift(200, 1);
        await insert(foreignEntry(200));
      },
      'entry-added',
      200,
      /entry 200 was added/,
    ],
    ['an entry put at the end', () => insert(foreignEntry(size)), 'entry-added', -2, /was added/],
    [
      'an entry put in the place of another',
      async () => {
        await site.sql.query('delete from audit_entry where sequence = 77');
        await insert(foreignEntry(77));
      },
      'entry-replaced',
      77,
      /replaced/,
    ],
    [
      'the tail cut off',
      () => site.sql.query(`delete from audit_entry where sequence >= 600`),
      'tail-cut',
      600,
      /from 600 on were cut off/,
    ],
    [
      'the tail cut off, checkpoints too',
      async () => {
        await site.sql.query(`delete from audit_entry where sequence >= 600`);
        await site.sql.query(`delete from audit_checkpoint where size > 600`);
      },
      'tail-cut',
      600,
      /the kept checkpoint covers/,
    ],
    [
      'everything deleted',
      () => site.sql.query(`truncate ${TABLES.join(', ')}`),
      'tail-cut',
      0,
      /0 on/,
    ],
    [
      'a checkpoint’s root',
      () => flip('audit_checkpoint', 'root_hash', 1, `size = ${size}`),
      'checkpoint-changed',
      null,
      /stored checkpoint/,
    ],
    [
      'a checkpoint’s text',
      () =>
        site.sql.query(
          `update audit_checkpoint set note = replace(note, E'\\n' || size, E'\\n9' || size) where size = ${size}`,
        ),
      'checkpoint-changed',
      null,
      /stored checkpoint/,
    ],
    [
      'a checkpoint by another key',
      async () => {
        const key = noteKey(keys.verifier.name, NOTE_ED25519, other.publicKey);
        const { rows } = await site.sql.query<{ root_hash: Buffer }>(
          'select root_hash from audit_checkpoint order by size desc limit 1',
        );
        const head = { origin: key.name, size, rootHash: rows[0]!.root_hash };
        const note = signNote(formatCheckpoint(head), key, other.privateKey);
        await site.sql.query('update audit_checkpoint set note = $1 where size = $2', [note, size]);
      },
      'checkpoint-changed',
      null,
      /stored checkpoint/,
    ],
    [
      'the newest checkpoint deleted',
      () => site.sql.query(`delete from audit_checkpoint where size = ${size}`),
      'checkpoint-removed',
      null,
      /removed from the table/,
    ],
    [
      'a hash above the leaves',
      () => flip('audit_subtree', 'hash', 9, 'level = 1 and index = 1'),
      'tile-changed',
      null,
      /hash 1 of tile level 1 was changed/,
    ],
  ])('%s', async (_, tamper, kind, sequence, message) => {
    await tamper();
    const [first] = (await verify()).faults;
    const expected = sequence === -1 ? size - 1 : sequence === -2 ? size : sequence;
    expect(first).toMatchObject({ kind, sequence: expected });
    expect(first!.message).toMatch(message);
  });

  it('leaf and commitment together: without the keys the tree still tells between which checkpoints', async () => {
    const { rows } = await site.sql.query<{ sealed_detail: Buffer }>(
      'select sealed_detail from audit_entry where sequence = 500',
    );
    const changed = Buffer.from(rows[0]!.sealed_detail);
    changed[0]! ^= 1;
    await site.sql.query(
      'update audit_entry set sealed_detail = $1, leaf_hash = $2 where sequence = 500',
      [changed, leafHash(changed.subarray(0, 32))],
    );
    const [first] = (await verify({ keys: null })).faults;
    expect(first).toMatchObject({ kind: 'log-rewritten' });
    expect(first!.sequence).toBeGreaterThan(0);
    expect(first!.sequence).toBeLessThanOrEqual(500);
    expect((await verify()).faults[0]).toMatchObject({ kind: 'entry-replaced', sequence: 500 });
  });

  it('rewritten as a whole, by someone who has all keys: only a checkpoint kept elsewhere tells', async () => {
    await site.sql.query(`truncate ${TABLES.join(', ')}`);
    let tree = EMPTY_TREE;
    const subtrees: Subtree[] = [];
    const entries = Array.from({ length: size }, (_, sequence) => {
      const entry = makeAuditEntry(keys, { action: 'audit-checked' }, sequence, Date.now());
      tree = growTree(tree, entry.leafHash, subtrees);
      return entry;
    });
    await database.addEntries(entries, subtrees);
    const rootHash = rootOf(tree);
    const text = formatCheckpoint({ origin: keys.verifier.name, size, rootHash });
    const note = signNote(text, keys.verifier, keys.signing);
    await database.addCheckpoint({ size, rootHash, note });

    // The keeper's own folder was rewritten too: nothing on this machine shows it.
    const headFile = { note, from: 'the kept checkpoint' };
    expect((await verify({ headFile })).faults).toEqual([]);
    const kept = [{ note: earlyNote, from: 'the auditor’s copy' }];
    const [first] = (await verify({ headFile, kept })).faults;
    expect(first).toMatchObject({ kind: 'log-rewritten', sequence: 0 });
    expect(first!.message).toContain('the auditor’s copy');
  });

  it('a kept checkpoint that the key didn’t sign', async () => {
    const kept = [{ note: earlyNote.replace(/\n\d+\n/, '\n5\n'), from: 'a copy' }];
    expect((await verify({ kept })).faults).toMatchObject([{ kind: 'checkpoint-changed' }]);
  });
});

describe('a keeper that was stopped meanwhile', () => {
  const refusal = { code: 'AUDIT_BROKEN' };

  it('refuses a log whose tail was cut off, with the checkpoints', async () => {
    await site.sql.query(`delete from audit_entry where sequence >= 600`);
    await site.sql.query(`delete from audit_checkpoint where size > 600`);
    await expect(spawnKeeper(site.config)).rejects.toMatchObject({
      ...refusal,
      details: { sequence: 600, found: 'tail cut off' },
    });
  });

  it('refuses one with a changed leaf', async () => {
    await flip('audit_entry', 'leaf_hash', 5, 'sequence = 321');
    await expect(spawnKeeper(site.config)).rejects.toMatchObject({
      ...refusal,
      details: { found: 'root differs' },
    });
  });

  it('refuses one with an entry that it didn’t write', async () => {
    const entry = makeAuditEntry(
      { seal: Buffer.alloc(32) },
      { action: 'search' },
      size,
      Date.now(),
    );
    await site.sql.query('insert into audit_entry values ($1, $2, $3, $4)', [
      size,
      new Date(),
      entry.leafHash,
      entry.sealedDetail,
    ]);
    await expect(spawnKeeper(site.config)).rejects.toMatchObject({
      ...refusal,
      details: { sequence: size },
    });
  });
});
