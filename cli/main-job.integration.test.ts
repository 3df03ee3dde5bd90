/**
 * The main job as a user does it: footage in, plates found again; nothing in clear at rest; expired for
 * good. Real PostgreSQL, keeper, workers and models, in a data folder of its own.
 */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbeddedPostgres, stopEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { CLIP_PLATES, makePlateClip } from '../workers/testing/plate-clip.ts';
import { runCli, type CliRun } from './testing/run-cli.ts';

const DAY_MS = 86_400_000;
const CASE = ['--case', 'test 1', '--reason', 'testing the main job'];
const startedAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2);

let folder: string;
let data: string;
let clip: string;
let imported: CliRun;

const run = (...args: string[]) => runCli(args, { WAYSIDE_DATA: data });
const find = (...args: string[]) => run('find', '--json', ...CASE, ...args);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wayside-cli-'));
  // PostgreSQL runs as another user when the test runs as root.
  await chmod(folder, 0o711);
  data = join(folder, 'data');
  clip = await makePlateClip(folder);
  await writeFile(join(folder, 'empty.mp4'), '');
  await writeFile(join(folder, 'text.mp4'), 'this is no video\n'.repeat(100));
  const file = (name: string) => join(folder, name);
  imported = await run(
    ...['import', '--json', '--camera', 'close-up', '--started-at', startedAt.toISOString()],
    ...[file('missing.mp4'), file('empty.mp4'), file('text.mp4'), clip],
  );
}, 300_000);

afterAll(async () => {
  await stopEmbeddedPostgres(data).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

describe('import', () => {
  test('brings the video in, though other files of the call are no videos', () => {
    const codes = imported.records.filter(({ type }) => type === 'error').map(({ code }) => code);
    expect(codes).toEqual(['FILE_MISSING', 'FILE_EMPTY', 'NOT_MEDIA']);
    expect(imported.records.at(-1)).toMatchObject({ type: 'import', plates: 2, gaps: 0 });
    expect(imported.exitCode).toBe(2);
  });
  test('tells how far it is', () => {
    expect(imported.records.filter(({ type }) => type === 'progress').length).toBeGreaterThan(2);
  });
  test('changes nothing when it runs again', async () => {
    const again = await run(
      'import',
      '--json',
      '--camera',
      'close-up',
      '--started-at',
      startedAt.toISOString(),
      clip,
    );
    const { segments, tracks, plates, gaps } = imported.records.at(-1)!;
    expect(again.records.at(-1)).toMatchObject({ segments, tracks, plates, gaps });
    expect(again.exitCode).toBe(0);
  }, 120_000);
});

describe('find', () => {
  test('finds a whole plate, with its picture', async () => {
    const crops = join(folder, 'crops');
    const { records, exitCode } = await find(CLIP_PLATES[0], '--crops', crops);
    expect(exitCode).toBe(0);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      type: 'sighting',
      camera: 'close-up',
      plate: { text: CLIP_PLATES[0] },
      match: { score: 1, reasons: [] },
    });
    const seenAfterMs = Date.parse(String(records[0]!.capturedAt)) - startedAt.getTime();
    expect(seenAfterMs).toBeGreaterThan(0);
    expect(seenAfterMs).toBeLessThan(6_500);
    const jpeg = await readFile(String(records[0]!.crop));
    expect(jpeg.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  }, 60_000);
  test.each([
    ['one wrong character', ['MTW8013'], CLIP_PLATES[1]],
    ['a look-alike, and says so', ['8KR2345'], CLIP_PLATES[0]],
    ['an unknown character', ['MTW?613'], CLIP_PLATES[1]],
    ['the beginning', ['BKR*'], CLIP_PLATES[0]],
    ['the end', ['613', '--partial'], CLIP_PLATES[1]],
  ])(
    'finds by %s',
    async (_name, args, expected) => {
      const { records } = await find(...args);
      expect(records.map(({ plate }) => (plate as { text: string }).text)).toEqual([expected]);
      if (args[0] === '8KR2345') {
        expect(records[0]!.match).toMatchObject({ reasons: ['8≈B at position 1'] });
      }
    },
    60_000,
  );
  test.each([
    ['without a case', ['find', '--json', CLIP_PLATES[0]], 'CASE_REQUIRED'],
    ['without a reason', ['find', '--json', CLIP_PLATES[0], '--case', 'x'], 'CASE_REQUIRED'],
    ['for everything', ['find', '--json', '*', ...CASE], 'PATTERN_TOO_WIDE'],
    [
      'at a camera that isn’t there',
      ['find', '--json', CLIP_PLATES[0], ...CASE, '--camera', 'no'],
      'CAMERA_UNKNOWN',
    ],
  ])(
    'refuses a search %s',
    async (_name, args, code) => {
      const { records, exitCode } = await run(...args);
      expect(records).toEqual([expect.objectContaining({ type: 'error', code })]);
      expect(exitCode).toBe(2);
    },
    60_000,
  );
});

describe('at rest', () => {
  test('no table row holds a plate’s text', async () => {
    const rows = await everyRow();
    expect(rows.length).toBeGreaterThan(20);
    for (const plate of CLIP_PLATES) {
      for (const form of formsOf(plate)) expect(rows.join('\n').includes(form)).toBe(false);
    }
  }, 60_000);
  test('no file does: write-ahead log, objects, server log, scratch', async () => {
    let files = 0;
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      files++;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      for (const plate of CLIP_PLATES) {
        expect(bytes.includes(plate), `${plate} in ${entry.name}`).toBe(false);
      }
    }
    expect(files).toBeGreaterThan(100);
  }, 120_000);
});

describe('once the ratchet has moved', () => {
  test('nothing of the expired days is found, though the rows are still there', async () => {
    const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
    const moved = await run('ratchet', '--json', '--to', tomorrow, '--reason', 'test of expiry');
    expect(moved.records).toEqual([
      { type: 'ratchet', oldestDays: { reads: tomorrow, footage: tomorrow, crops: tomorrow } },
    ]);
    expect((await find(CLIP_PLATES[0])).records).toEqual([]);
    const inThePast = await find(
      CLIP_PLATES[0],
      '--from',
      startedAt.toISOString(),
      '--to',
      new Date().toISOString(),
    );
    expect(inThePast.records).toEqual([expect.objectContaining({ code: 'EXPIRED' })]);
    expect((await everyRow()).filter((row) => row.startsWith('sighting'))).not.toEqual([]);
  }, 120_000);
});

/** Every row of every table of every schema, as text; bytea comes out in hexadecimal. */
async function everyRow(): Promise<string[]> {
  const server = await openEmbeddedPostgres({ dataFolder: data });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const rows: string[] = [];
    for (const { schema, name } of tables) {
      const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
      const result = await client.query<{ row: string }>(`select t::text as row from ${table} t`);
      rows.push(...result.rows.map(({ row }) => `${name} ${row}`));
    }
    return rows;
  } finally {
    await client.end();
    await server.release();
  }
}

/** How a text would show in a dump. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  return [text, text.toLowerCase(), bytes.toString('hex'), bytes.toString('base64').slice(0, -2)];
}
