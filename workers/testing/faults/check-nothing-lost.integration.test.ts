import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utcDayOf } from '../../../pipeline/time/utc-day.ts';
import { saveCamera } from '../../../store/cameras.ts';
import { completeTracking } from '../../../store/complete-tracking.ts';
import { recordFootage } from '../../../store/footage.ts';
import { gapIdOf } from '../../../store/identity.ts';
import { saveStreamGaps } from '../../../store/live/stream-gaps.ts';
import { openFolderObjects } from '../../../store/objects/folder-objects.ts';
import { ensureDays } from '../../../store/partitions.ts';
import { markDetected, markFailed, recordSegment } from '../../../store/segments.ts';
import { sampleFootage } from '../../../store/testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../../../store/testing/test-postgres.ts';
import { saveGaps } from '../../../store/gaps.ts';
import { checkNothingLost, type CheckedSite } from './check-nothing-lost.ts';

const SEGMENTS = [0, 1, 2];
const NOTHING = { lost: [], duplicated: [], orphans: [], stuck: [] };

/** A site whose run of three segments is done; a test breaks one thing of it. */
describe('checkNothingLost', () => {
  const rows = sampleFootage();
  const { footageId, segment, track, sighting, at } = rows;
  const day = utcDayOf(at(0).getTime());
  const objectKey = (sequence: number) => `footage/${day}/${segment(sequence).id}/video`;
  const factsKey = (sequence: number) => `facts/${day}/${segment(sequence).id}/facts`;
  let folder: string;
  let postgres: TestPostgres;
  let site: CheckedSite & { pendingJobs: number };

  beforeEach(async () => {
    postgres = await startTestPostgres();
    folder = await mkdtemp(join(tmpdir(), 'wayside-check-'));
    const objects = await openFolderObjects(join(folder, 'objects'));
    site = {
      ...{ db: postgres.database.kysely, objects, spoolFolder: join(folder, 'spool') },
      pendingJobs: 0,
      queues: { pending: () => Promise.resolve(site.pendingJobs) },
    };
  });
  afterEach(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const completeRun = async (): Promise<void> => {
    const { db, objects } = site;
    await saveCamera(db, rows.camera);
    await recordFootage(db, { ...rows.footage, segmentsTotal: SEGMENTS.length });
    await ensureDays(db, [day]);
    for (const sequence of SEGMENTS) {
      const row = segment(sequence, { objectKey: objectKey(sequence) });
      await objects.put(objectKey(sequence), Buffer.from('video'));
      await objects.put(factsKey(sequence), Buffer.from('facts'));
      await recordSegment(db, row);
      await markDetected(db, row, {
        ...{ factsKey: factsKey(sequence), factsTicket: Buffer.from('ticket') },
        ...{ analysisFps: 5, isThinned: false },
      });
    }
    await completeTracking(db, {
      ...{ footageId, cameraId: 'north', fromSequence: 0, nextSequence: SEGMENTS.length },
      segments: SEGMENTS.map((sequence) => segment(sequence)),
      tracks: [track(1), track(2)],
      sightings: [sighting(1)],
      ...{ gaps: [], sealedState: null },
    });
  };

  it('finds nothing in an empty site, and nothing wrong with one that is done', async () => {
    expect(await checkNothingLost(site)).toEqual({ ...NOTHING, segments: 0, gaps: [] });
    await completeRun();
    expect(await checkNothingLost(site)).toEqual({ ...NOTHING, segments: 3, gaps: [] });
  });

  const broken = async (change: () => Promise<unknown>) => {
    await completeRun();
    await change();
    return checkNothingLost(site);
  };
  const id = (sequence: number) => segment(sequence).id;

  it('finds a segment whose row is missing: in its run, and in time', async () => {
    const found = await broken(() => sql`delete from segment where id = ${id(1)}`.execute(site.db));
    expect(found.lost).toEqual([
      'north: nothing of 2026-05-01T10:00:04.000Z…2026-05-01T10:00:08.000Z',
      `segment 1 of 3 of ${footageId} is missing`,
    ]);
    // Its objects are nobody's now.
    expect(found.orphans).toEqual([objectKey(1), factsKey(1)]);
  });

  it('finds video that is stored twice, and a gap where there is video', async () => {
    const found = await broken(async () => {
      await sql`update segment set started_at = started_at - interval '2 s' where id = ${id(2)}`.execute(
        site.db,
      );
      const gap = { cameraId: 'north', startMs: at(1000).getTime(), endMs: at(2000).getTime() };
      await saveStreamGaps(site.db, [{ ...gap, cause: 'CAMERA_STALLED' }]);
    });
    expect(found.duplicated).toEqual([
      'north: video twice of 2026-05-01T10:00:06.000Z…2026-05-01T10:00:08.000Z',
      'north: a gap in spite of video 2026-05-01T10:00:01.000Z…2026-05-01T10:00:02.000Z',
    ]);
    expect(found.gaps).toMatchObject([{ cameraId: 'north', cause: 'CAMERA_STALLED' }]);
  });

  it('finds tracks and sightings that are there twice, and counts that don’t add up', async () => {
    const found = await broken(async () => {
      await sql`insert into track select (json_populate_record(track, ${JSON.stringify({
        id: '00000000-0000-8000-8000-000000000001',
      })}::json)).* from track where number = 1`.execute(site.db);
      await sql`insert into sighting select (json_populate_record(sighting, ${JSON.stringify({
        id: '00000000-0000-8000-8000-000000000002',
      })}::json)).* from sighting`.execute(site.db);
    });
    expect(found.duplicated).toEqual([
      `track 1 of ${footageId}: 2 times`,
      `sighting of track ${track(1).id}: 2 times`,
      '2 tracks counted, 3 are there',
    ]);
  });

  it('finds objects that no row names, and rows whose objects are gone', async () => {
    const left = `facts/${day}/${id(0)}/left-by-a-killed-worker`;
    const found = await broken(async () => {
      await site.objects.put(left, Buffer.from('facts'));
      await site.objects.delete(objectKey(2));
    });
    expect(found.orphans).toEqual([left]);
    expect(found.lost).toEqual([`object ${objectKey(2)} is missing`]);
  });

  it('finds what nobody could look at, unless the camera sent rubbish and a gap says so', async () => {
    await completeRun();
    await sql`update segment set status = 'stored' where id = ${id(1)}`.execute(site.db);
    await markFailed(site.db, segment(1), 'DECODE_FAILED');
    const rubbish = { ...site, rubbishCameraIds: new Set(['north']) };
    expect((await checkNothingLost(site)).lost).toEqual([
      `north: segment ${id(1)}: DECODE_FAILED`,
      `north: no gap says that segment ${id(1)} failed`,
    ]);
    expect((await checkNothingLost(rubbish)).lost).toHaveLength(1);
    await saveGaps(site.db, [
      {
        ...{ id: gapIdOf(footageId, at(4000)), day, cameraId: 'north', footageId },
        ...{ startedAt: at(4000), endedAt: at(8000), cause: 'DECODE_FAILED' },
      },
    ]);
    expect(await checkNothingLost(rubbish)).toMatchObject(NOTHING);
  });

  it('finds jobs, runs, segments, open tracks and video that wait', async () => {
    const found = await broken(async () => {
      site.pendingJobs = 2;
      await sql`update segment set status = 'stored' where id = ${id(2)}`.execute(site.db);
      await sql`update footage set status = 'importing'`.execute(site.db);
      await sql`update track set is_open = true where number = 2`.execute(site.db);
      await mkdir(join(site.spoolFolder, 'process-1', 'lane'), { recursive: true });
      await writeFile(join(site.spoolFolder, 'process-1', 'lane', '000000000004.clear'), '');
    });
    expect(found.stuck).toEqual([
      `north: segment ${id(2)} is only stored`,
      `run ${footageId} is importing`,
      `track ${track(2).id} is open`,
      '2 detect jobs wait',
      ...['track', 'import', 'clip'].map((name) => `2 ${name} jobs wait`),
      'process-1/lane/000000000004.clear is in the spool',
    ]);
    expect(found.lost).toEqual([]);
  });
});
