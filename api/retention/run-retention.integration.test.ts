import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { startTestKeeper, type TestKeeper } from '../../keeper/testing/test-keeper.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { openFolderObjects } from '../../store/objects/folder-objects.ts';
import type { Objects } from '../../store/objects/objects.ts';
import { addCamera } from '../../store/cameras.ts';
import { ensureDays } from '../../store/partitions.ts';
import { retentionSettingsFrom } from '../../store/retention/retention-settings.ts';
import { sampleFootage } from '../../store/testing/sample-rows.ts';
import type { Job } from '../../workers/job-map.ts';
import { changeRetentionRule } from './change-rule.ts';
import { runRetention, type RetentionContext } from './run-retention.ts';

const NOW_MS = Date.now();
const by = { name: 'Ada', role: 'administrator' };
const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS);

let site: TestKeeper;
let database: Database;
let folder: string;
let objects: Objects;
let context: RetentionContext;
const jobs: Job[] = [];

beforeAll(async () => {
  site = await startTestKeeper();
  database = openDatabase({ url: site.config.databaseUrl });
  folder = await mkdtemp(path.join(tmpdir(), 'wayside-retention-'));
  objects = await openFolderObjects(folder);
  context = {
    db: database.kysely,
    objects,
    keeper: site.operator,
    queues: { enqueue: (more) => Promise.resolve(void jobs.push(...more)) },
    retention: retentionSettingsFrom(),
    nowMs: () => NOW_MS,
  };
}, 60_000);
afterAll(async () => {
  await database.close();
  await site.stop();
  await rm(folder, { recursive: true });
});

/** One footage with a segment, a track, a sighting and their objects. */
async function populate(startedAt: Date, cameraId: string, status: 'complete' | 'importing') {
  const { kysely } = database;
  const sample = sampleFootage(startedAt, cameraId);
  await addCamera(kysely, sample.camera);
  await ensureDays(kysely, [utcDayOf(startedAt.getTime())]);
  await kysely
    .insertInto('footage')
    .values({ ...sample.footage, status })
    .execute();
  const segment = sample.segment(0, { status: status === 'complete' ? 'tracked' : 'stored' });
  const { day, id } = segment;
  const owned = {
    footage: `footage/${day}/${id}/a`,
    second: `footage/${day}/${id}/c`,
    facts: `facts/${day}/${id}/b`,
  };
  const crop = `crops/${day}/${id}/1`;
  await kysely
    .insertInto('segment')
    .values({
      ...segment,
      ...{ objectKey: owned.footage, detectionKey: owned.second, factsKey: owned.facts },
    })
    .execute();
  await kysely
    .insertInto('track')
    .values({ ...sample.track(0), cropKey: crop })
    .execute();
  await kysely.insertInto('sighting').values(sample.sighting(0)).execute();
  for (const objectKey of [crop, `${crop}.masked`]) {
    await kysely
      .insertInto('redaction')
      .values({ objectKey, day, cameraId, record: '{}' })
      .execute();
  }
  const keys = [...Object.values(owned), crop, `${crop}.masked`];
  for (const key of keys) await objects.put(key, Buffer.from(key));
  return { ...sample, day, keys, segmentId: id };
}

const keysLeft = async () => {
  const keys: string[] = [];
  for await (const { key } of objects.list('')) keys.push(key);
  return keys.sort();
};
const camerasOf = async (table: 'segment' | 'track' | 'sighting' | 'redaction' | 'footage') => {
  const rows = await database.kysely.selectFrom(table).select('cameraId').execute();
  return [...new Set(rows.map(({ cameraId }) => cameraId))].sort();
};
const run = (dryRun = false, orphans = false) => runRetention(context, { by, dryRun, orphans });

describe('a retention run', () => {
  it('has nothing to do on an empty store, and says so in the log', async () => {
    const receipt = await run();
    expect(receipt.objects).toEqual({ deleted: 0, bytes: 0, held: 0, failed: 0 });
    expect((await site.auditDetails()).at(-1)).toMatchObject({
      action: 'retention-run',
      by,
      particulars: { id: receipt.id, objects: { deleted: 0 } },
    });
  });

  it('counts in a dry run, and changes nothing', async () => {
    await populate(daysAgo(50), 'old', 'complete');
    await populate(daysAgo(25), 'middle', 'complete');
    await populate(daysAgo(2), 'new', 'complete');
    const before = await keysLeft();
    const receipt = await run(true);
    expect(receipt).toMatchObject({ dryRun: true, objects: { deleted: 5 } });
    expect(receipt.rows).toMatchObject({ sighting: 2, track: 1, segment: 1, redaction: 2 });
    expect(await keysLeft()).toEqual(before);
    expect(await camerasOf('sighting')).toEqual(['middle', 'new', 'old']);
  });

  it('deletes each kind by its own days, and tells of it', async () => {
    const receipt = await run();
    expect(receipt.objects.deleted).toBe(5);
    expect(await camerasOf('sighting')).toEqual(['new']);
    expect(await camerasOf('track')).toEqual(['middle', 'new']);
    expect(await camerasOf('segment')).toEqual(['middle', 'new']);
    expect(await camerasOf('footage')).toEqual(['middle', 'new']);
    expect(await keysLeft()).toHaveLength(10);
    // A day whose reads are gone can still be written to by what is kept longer.
    await populate(daysAgo(25), 'late', 'complete');
    expect(await camerasOf('track')).toEqual(['late', 'middle', 'new']);
  });

  it('deletes of a camera what its rule says, and of the others nothing', async () => {
    const days = { reads: 1, footage: 1, crops: 1 };
    await populate(daysAgo(2), 'school', 'complete');
    await changeRetentionRule(context, { by, cameraId: 'school', days });
    await run();
    expect(await camerasOf('sighting')).toEqual(['new']);
    expect(await camerasOf('track')).toEqual(['late', 'middle', 'new', 'school']);
    const left = await keysLeft();
    expect(left.filter((key) => key.includes(utcDayOf(NOW_MS - 2 * DAY_MS)))).toHaveLength(5);
    const track = database.kysely.selectFrom('track').select('cropKey');
    expect(await track.where('cameraId', '=', 'school').execute()).toEqual([{ cropKey: null }]);
  });

  it.each([
    [{ reads: 22 }, 'RETENTION_TOO_LONG'],
    [{ tracks: 31 }, 'RETENTION_TOO_LONG'],
  ])('lets no rule go beyond the site: %j', async (days, code) => {
    const change = changeRetentionRule(context, { by, cameraId: 'new', days });
    await expect(change).rejects.toMatchObject({ code });
  });

  it('has tracking step over footage that expired before it was looked at', async () => {
    const waiting = await populate(daysAgo(31), 'slow', 'importing');
    jobs.length = 0;
    await run();
    expect(jobs).toEqual([
      { name: 'track', payload: { footageId: waiting.footageId, sequence: null } },
    ]);
    const segments = database.kysely.selectFrom('segment').select(['status', 'failureCode']);
    expect(await segments.where('id', '=', waiting.segmentId).execute()).toEqual([
      { status: 'failed', failureCode: 'EXPIRED' },
    ]);
    expect((await keysLeft()).filter((key) => waiting.keys.includes(key))).toEqual([]);
  });

  it('records the gap itself where nobody does for days', async () => {
    const stuck = await populate(daysAgo(40), 'stuck', 'importing');
    const receipt = await runRetention(
      { ...context, retention: retentionSettingsFrom({ days: { tracks: 60 } }) },
      { by, dryRun: false, orphans: false },
    );
    expect(receipt.gapsRecorded).toBe(1);
    const gaps = database.kysely.selectFrom('gap').select('cause');
    expect(await gaps.where('footageId', '=', stuck.footageId).execute()).toEqual([
      { cause: 'EXPIRED' },
    ]);
    expect(await camerasOf('segment')).not.toContain('stuck');
  });

  it('forgets old imports that came to nothing, and what was uploaded for them', async () => {
    const id = '00000000-0000-8000-8000-0000000000a1';
    const objectKey = `uploads/${utcDayOf(daysAgo(40).getTime())}/${id}/x`;
    const cameraId = 'imports';
    await populate(daysAgo(1), cameraId, 'complete');
    await objects.put(objectKey, Buffer.from('sealed upload'));
    await database.kysely
      .insertInto('footageImport')
      .values({
        id,
        cameraId,
        source: 'upload',
        fileName: 'gate.mp4',
        sha256: '0'.repeat(64),
        byteCount: 13n,
        givenStartedAt: null,
        path: null,
        objectKey,
        objectTicket: null,
        segmentMs: null,
        status: 'failed',
        failureCode: 'NOT_MEDIA',
        failureMessage: 'the file is no video',
        requestedBy: 'Ada',
        createdAt: daysAgo(40),
      })
      .execute();
    const later = { ...context, nowMs: () => NOW_MS + 2 * DAY_MS };
    await runRetention(later, { by, dryRun: true, orphans: true });
    expect(await keysLeft()).toContain(objectKey);

    await runRetention(later, { by, dryRun: false, orphans: true });
    expect(await keysLeft()).not.toContain(objectKey);
    const left = database.kysely.selectFrom('footageImport').selectAll();
    expect(await left.execute()).toEqual([]);
  });

  it('finds objects that no row names, but not the young ones', async () => {
    const orphan = `footage/${utcDayOf(NOW_MS)}/00000000-0000-8000-8000-000000000001/x`;
    await objects.put(orphan, Buffer.from('left by a crash'));
    await run(false, true);
    expect(await keysLeft()).toContain(orphan);
    const named = (await keysLeft()).filter((key) => key !== orphan);
    await runRetention(
      { ...context, nowMs: () => NOW_MS + 1.5 * DAY_MS },
      { by, dryRun: false, orphans: true },
    );
    const left = await keysLeft();
    expect(left).not.toContain(orphan);
    expect(left).toEqual(named);
  });

  it('is one at a time', async () => {
    const both = await Promise.allSettled([run(), run()]);
    const refused = both.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: 'CONFLICT' }) as unknown }),
    ]);
  });
});
