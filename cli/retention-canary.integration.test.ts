/**
 * What expired can't be read by anyone, whoever keeps what: a real import of footage with two plates,
 * then its retention is over. First with deletion stopped, then deleted. Real PostgreSQL, keeper, workers
 * and models, in a data folder of its own.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAuditDatabase } from '../keeper/audit/audit-database.ts';
import { openAuditKeys } from '../keeper/audit/audit-keys.ts';
import { verifyAuditLog } from '../keeper/audit/verify/verify-audit-log.ts';
import type { SealedRow } from '../keeper/client/keeper-client.ts';
import { keeperPaths } from '../keeper/client/keeper-folder.ts';
import { stealKeys } from '../keeper/testing/stolen-folder.ts';
import { openEmbeddedPostgres, stopEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { openFolderObjects } from '../store/objects/folder-objects.ts';
import { CLIP_PLATES, makePlateClip } from '../workers/testing/plate-clip.ts';
import { filesWith, formsOf } from './testing/canary.ts';
import { runCli } from './testing/run-cli.ts';

const DAY_MS = 86_400_000;
const startedAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 2 * DAY_MS + 3_600_000);
const FORMS = CLIP_PLATES.flatMap(formsOf);
const run = promisify(execFile);

let folder: string;
let data: string;
/** As a thief or a backup has it: rows and objects as they were before they expired. */
let copy: { readonly rows: readonly SealedRow[]; readonly objects: ReadonlyMap<string, Buffer> };

const settings = (days: number) => join(folder, `keep-${days}.yaml`);
/** As a user runs it, under settings that keep so many days. */
const wayside = (days: number, ...args: string[]) =>
  runCli(args, { WAYSIDE_DATA: data, WAYSIDE_CONFIG: settings(days) });

async function withDatabase<T>(work: (client: pg.Client, url: string) => Promise<T>): Promise<T> {
  const server = await openEmbeddedPostgres({ dataFolder: data });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return await work(client, server.url);
  } finally {
    await client.end();
    await server.release();
  }
}

async function rowsNow(): Promise<SealedRow[]> {
  return withDatabase(async (client) => {
    const { rows } = await client.query<{
      id: string;
      camera_id: string;
      captured_at: Date;
      sealed: Buffer;
    }>('select id, camera_id, captured_at, sealed from sighting');
    return rows.map((row) => ({
      id: row.id,
      cameraId: row.camera_id,
      capturedAtMs: row.captured_at.getTime(),
      sealed: row.sealed,
    }));
  });
}

async function objectsNow(): Promise<Map<string, Buffer>> {
  const objects = await openFolderObjects(join(data, 'objects'));
  const found = new Map<string, Buffer>();
  for await (const { key } of objects.list(''))
    found.set(key, await buffer(await objects.get(key)));
  return found;
}

/** What opens of the copy with every key that the keeper's folder holds. */
async function openWithStolenKeys(): Promise<{ plates: string[]; objects: Map<string, Buffer> }> {
  const keys = await stealKeys(join(data, 'keeper'));
  const plates = copy.rows.flatMap((row) => keys.openRow(row)?.text ?? []);
  const objects = new Map<string, Buffer>();
  for (const [key, sealed] of copy.objects) {
    const opened = await keys.openObject(key, sealed);
    if (opened !== null) objects.set(key, opened);
  }
  return { plates: plates.sort(), objects };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wayside-canary-'));
  // PostgreSQL runs as another user when the test runs as root.
  await chmod(folder, 0o711);
  data = join(folder, 'data');
  for (const days of [1, 4]) {
    const each = `{ reads: ${days}, tracks: ${days}, footage: ${days}, crops: ${days} }`;
    await writeFile(settings(days), `retention:\n  days: ${each}\n`);
  }
  const clip = await makePlateClip(folder);
  const imported = await wayside(
    4,
    ...['import', '--json', '--camera', 'canary', '--started-at', startedAt.toISOString(), clip],
  );
  expect(imported.records.at(-1)).toMatchObject({ type: 'import', plates: 2 });
  copy = { rows: await rowsNow(), objects: await objectsNow() };
}, 300_000);

afterAll(async () => {
  await stopEmbeddedPostgres(data).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

describe('while it is kept', () => {
  test('whoever has the keeper’s folder opens everything: the attack works', async () => {
    const { plates, objects } = await openWithStolenKeys();
    expect(plates).toEqual([...CLIP_PLATES].sort());
    expect(objects.size).toBe(copy.objects.size);
    const facts = [...objects].filter(([key]) => key.startsWith('facts/'));
    expect(facts.some(([, bytes]) => bytes.includes(CLIP_PLATES[0]))).toBe(true);
  }, 120_000);
});

describe('once it has expired, with deletion stopped', () => {
  test('rows and objects are there, and nothing opens', async () => {
    // Any command starts the keeper, which does the rest; `status` deletes nothing.
    expect((await wayside(1, 'retention', 'status', '--json')).exitCode).toBe(0);
    expect(await rowsNow()).toHaveLength(copy.rows.length);
    expect([...(await objectsNow()).keys()].sort()).toEqual([...copy.objects.keys()].sort());
    const { plates, objects } = await openWithStolenKeys();
    expect(plates).toEqual([]);
    expect([...objects.keys()]).toEqual([]);
  }, 120_000);

  test('nobody finds it any more', async () => {
    const { records } = await wayside(
      1,
      ...['find', '--json', CLIP_PLATES[0], '--case', 'canary', '--reason', 'a test of expiry'],
      ...['--from', startedAt.toISOString(), '--to', new Date(+startedAt + 60_000).toISOString()],
    );
    expect(records).toEqual([expect.objectContaining({ code: 'EXPIRED' })]);
  }, 60_000);
});

describe('after a retention run', () => {
  test('rows and objects are gone, and the receipt says how many', async () => {
    const { records } = await wayside(1, 'retention', 'run', '--json');
    expect(records.at(-1)).toMatchObject({
      type: 'retention-run',
      objects: { deleted: copy.objects.size, failed: 0, held: 0 },
      rows: { sighting: 2 },
    });
    expect(await rowsNow()).toEqual([]);
    expect(await objectsNow()).toEqual(new Map());
  }, 120_000);

  test('the search for the plates finds them where they are planted', async () => {
    const planted = join(folder, 'planted');
    await mkdir(planted);
    const [plate] = CLIP_PLATES;
    const spoiled = [
      ['plain', `… ${plate} …`],
      ['utf16', Buffer.from(`x${plate}`, 'utf16le')],
      ['hex', Buffer.from(`x${plate}y`).toString('hex')],
      ['base64-0', Buffer.from(`${plate}!`).toString('base64')],
      ['base64-1', Buffer.from(`1${plate}!`).toString('base64')],
      ['base64-2', Buffer.from(`12${plate}!`).toString('base64')],
    ] as const;
    for (const [name, contents] of spoiled) await writeFile(join(planted, name), contents);
    await writeFile(join(planted, 'clean'), 'nothing');
    const found = await filesWith(planted, FORMS);
    expect(found.map((file) => file.split('/').at(-1)).sort()).toEqual(
      spoiled.map(([name]) => name).sort(),
    );
  });

  test('no file of the data folder holds a plate: tables, write-ahead log, objects, queues, logs, scratch', async () => {
    expect(await filesWith(data, FORMS)).toEqual([]);
  }, 120_000);

  test('a dump of the database holds none, job queues and audit log included', async (context) => {
    const hasDump = await run('pg_dump', ['--version']).then(
      () => true,
      () => false,
    );
    if (!hasDump) {
      console.warn('skipped: there is no pg_dump here');
      context.skip();
    }
    const dumps = join(folder, 'dumps');
    await mkdir(dumps);
    const file = join(dumps, 'wayside.sql');
    await withDatabase(async (_client, url) => {
      await run('pg_dump', ['--dbname', url, '--file', file]);
    });
    const dump = await readFile(file, 'utf8');
    expect(dump).toContain('CREATE TABLE public.audit_entry');
    expect(dump).toContain('CREATE SCHEMA wayside_jobs');
    expect(await filesWith(dumps, FORMS)).toEqual([]);
  }, 120_000);

  test('a copy from before opens with none of the keys that are left', async () => {
    const { plates, objects } = await openWithStolenKeys();
    expect({ plates, objects: objects.size }).toEqual({ plates: [], objects: 0 });
  }, 60_000);

  test('the audit log is whole, and says what was destroyed', async () => {
    const keys = await openAuditKeys(keeperPaths(join(data, 'keeper')).auditKeys);
    await withDatabase(async (_client, url) => {
      const database = openAuditDatabase(url);
      try {
        const report = await verifyAuditLog({
          ...{ database, key: keys.verifier, keys },
          ...{ kept: [], headFile: null, witnessKey: null },
        });
        expect(report.faults).toEqual([]);
        expect(report.entries).toBeGreaterThan(5);
      } finally {
        await database.close();
      }
    });
  }, 60_000);
});
