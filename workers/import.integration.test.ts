import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCamera } from '../store/cameras.ts';
import { gapsOfFootage } from '../store/gaps.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { startTestPostgres, type TestPostgres } from '../store/testing/test-postgres.ts';
import { importFootage } from './import.ts';
import { ingestFootage, openFootage } from './ingest-footage.ts';
import { findFfmpeg } from './media/find-ffmpeg.ts';
import { CAMERA_ID, openHouse, type House } from './testing/house.ts';
import { makePlateClip } from './testing/plate-clip.ts';

const run = promisify(execFile);
const SEGMENT_MS = 2000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('importing a file, without workers', () => {
  let folder: string;
  let clip: string;
  let postgres: TestPostgres;
  let house: House;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-import-'));
    clip = await makePlateClip(folder);
    postgres = await startTestPostgres();
    house = await openHouse(postgres.url, postgres.url);
  });
  afterAll(async () => {
    await house.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (path: string, startedAt: Date | null, cameraId = CAMERA_ID) =>
    openFootage(path, { cameraId, startedAt }, house.services);
  const ingest = async (path: string, startedAt: Date | null, signal?: AbortSignal) => {
    const file = await open(path, startedAt);
    await ingestFootage(file, SEGMENT_MS, house.services, { onStored: () => undefined, signal });
    return file.footage.id;
  };
  const footageCount = async (): Promise<number> =>
    (await house.database.kysely.selectFrom('footage').select('id').execute()).length;

  it.each([
    ['an unknown camera', () => open(clip, null, 'nowhere'), 'CAMERA_UNKNOWN', 'of this name'],
    ['a missing file', () => open(join(folder, 'none.mp4'), null), 'FILE_MISSING', 'none.mp4'],
    [
      'footage older than the retention',
      () => open(clip, new Date(Date.now() - 25 * DAY_MS)),
      'EXPIRED',
      'older than what is kept',
    ],
    [
      'footage from the future',
      () => open(clip, new Date(Date.now() + 3 * DAY_MS)),
      'TIME_INVALID',
      'future',
    ],
  ])('refuses %s and writes nothing', async (_case, attempt, code, named) => {
    const before = await footageCount();
    const failure: unknown = await attempt().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).toContain(named);
    expect(await footageCount()).toBe(before);
  });

  it('refuses a text named .mp4', async () => {
    const path = join(folder, 'letter.mp4');
    await writeFile(path, 'Dear Sir or Madam, '.repeat(400));
    await expect(open(path, null)).rejects.toMatchObject({ code: 'NOT_MEDIA' });
  });

  it('keeps the time of the first import for a file that says none, at a later import too', async () => {
    const before = Date.now();
    const first = await open(clip, null);
    expect(first.footage.clockSource).toBe('import');
    expect(first.footage.startedAt.getTime()).toBeGreaterThanOrEqual(before);
    const copy = join(folder, 'same-bytes-other-name.mp4');
    await copyFile(clip, copy);
    const again = await open(copy, null);
    expect(again.footage).toEqual(first.footage);
  });

  it('takes the time of the container where there is one, and a given time before it', async () => {
    const recordedAt = new Date(Math.floor((Date.now() - 2 * HOUR_MS) / 1000) * 1000);
    const path = join(folder, 'dated.mp4');
    const { path: ffmpeg } = await findFfmpeg();
    const date = ['-metadata', `creation_time=${recordedAt.toISOString()}`];
    await run(ffmpeg, ['-v', 'error', '-y', '-i', clip, '-c', 'copy', ...date, path]);
    const { footage } = await open(path, null);
    expect(footage).toMatchObject({ startedAt: recordedAt, clockSource: 'container' });

    const given = new Date(Date.now() - 5 * HOUR_MS);
    const other = await open(path, given);
    expect(other.footage).toMatchObject({ startedAt: given, clockSource: 'given' });
    expect(other.footage.id).not.toBe(footage.id);
  });

  it('stores what can be made out of a file that was cut off, and a gap for the rest', async () => {
    const { path: ffmpeg } = await findFfmpeg();
    const whole = join(folder, 'whole.mkv');
    await run(ffmpeg, ['-v', 'error', '-y', '-i', clip, '-c', 'copy', whole]);
    const bytes = await readFile(whole);
    const path = join(folder, 'cut-off.mkv');
    await writeFile(path, bytes.subarray(0, Math.round(bytes.length * 0.55)));

    const id = await ingest(path, new Date(Date.now() - HOUR_MS));
    const segments = await segmentsOfFootage(house.database.kysely, id);
    const gaps = await gapsOfFootage(house.database.kysely, id);
    expect(segments.length).toBeGreaterThan(1);
    expect(segments.length).toBeLessThan(6);
    expect(gaps).toMatchObject([{ cause: 'MEDIA_TRUNCATED', startedAt: segments.at(-1)!.endedAt }]);
  });

  it('cuts footage at midnight UTC into the days that its segments begin on', async () => {
    const day = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10);
    const id = await ingest(clip, new Date(Date.parse(`${day}T23:59:55Z`)));
    const days = (await segmentsOfFootage(house.database.kysely, id)).map((row) => row.day);
    const nextDay = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
    expect(new Set(days)).toEqual(new Set([day, nextDay]));
    expect(days).toEqual([...days].sort());
  });

  it('stops when it is interrupted and says so; the file is not lost half way', async () => {
    await saveCamera(house.database.kysely, { id: 'interrupted', region: 'eu' });
    const stopping = new AbortController();
    const startedAt = new Date(Date.now() - HOUR_MS);
    const failing = importFootage(clip, {
      cameraId: 'interrupted',
      startedAt,
      segmentMs: SEGMENT_MS,
      services: house.services,
      signal: stopping.signal,
      onProgress: ({ segments }) => {
        if (segments.stored > 0) stopping.abort();
      },
    });
    await expect(failing).rejects.toMatchObject({ code: 'INTERRUPTED' });
    const file = await open(clip, startedAt, 'interrupted');
    await ingestFootage(file, SEGMENT_MS, house.services, { onStored: () => undefined });
    const rows = await segmentsOfFootage(house.database.kysely, file.footage.id);
    expect(rows.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives way to the import that was first when two import the same file', async () => {
    const startedAt = new Date(Date.now() - 7 * HOUR_MS);
    const [id, same] = await Promise.all([ingest(clip, startedAt), ingest(clip, startedAt)]);
    expect(id).toBe(same);
    const { kysely } = house.database;
    const rows = await segmentsOfFootage(kysely, id);
    expect(rows.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5]);
    // The objects of the slower one are gone again; those in the rows are there.
    for (const { day, id: segmentId, objectKey } of rows) {
      const keys: string[] = [];
      for await (const { key } of house.services.objects.list(`footage/${day}/${segmentId}/`)) {
        keys.push(key);
      }
      expect(keys).toEqual([objectKey]);
    }
  });
});
