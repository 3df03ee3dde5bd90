import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchTracks } from '../api/tracks/search-tracks.ts';
import { trackQuestion } from '../api/tracks/track-question.ts';
import { syntheticRead } from '../pipeline/fusion/synthetic-read.ts';
import type { DetectionFact, SegmentFacts } from '../pipeline/segment/segment-facts.ts';
import { HOUR_MS } from '../pipeline/track-search/tile-spans.ts';
import { saveCamera } from '../store/cameras.ts';
import { setSegmentsTotal } from '../store/footage.ts';
import { gapsOfFootage } from '../store/gaps.ts';
import { startTestPostgres, type TestPostgres } from '../store/testing/test-postgres.ts';
import { rebuildTrackCounts } from '../store/track-counts/rebuild-track-counts.ts';
import { reopenRun } from '../store/unfinished-footage.ts';
import { footageRows } from './testing/footage-rows.ts';
import { openHouse, type House } from './testing/house.ts';
import { beginLiveRun, LIVE_SEGMENT_MS } from './testing/live-run.ts';
import { trackHandler } from './track-handler.ts';

const START_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
const FRAMES = 10;
const FRAME_MS = LIVE_SEGMENT_MS / FRAMES;

/** Cars by where they are in each frame of a segment; no frame of one that isn't there. */
function factsOf(...cars: readonly ((frame: number) => DetectionFact | null)[]): SegmentFacts {
  return {
    version: 1,
    ...{ widthPx: 1280, heightPx: 720, durationMs: LIVE_SEGMENT_MS, framesDecoded: FRAMES },
    frames: Array.from({ length: FRAMES }, (_, i) => ({
      mediaMs: i * FRAME_MS,
      still: false,
      detections: cars.flatMap((at) => at(i) ?? []),
      loosePlates: [],
    })),
  };
}
const parked =
  (text: string | null, confidence = 0.9) =>
  (): DetectionFact => ({
    objectClass: 'car',
    boxXywhPx: [500, 300, 140, 100],
    score: 0.7,
    colour: { colour: 'blue', confidence: 0.8 },
    ...(text === null ? {} : { plate: syntheticRead(text, { confidence }) }),
  });
/** Drives through the whole view in one segment, and is gone. */
const passing =
  (text: string) =>
  (frame: number): DetectionFact => ({
    objectClass: 'truck',
    boxXywhPx: [40 + frame * 115, 500, 140, 100],
    score: 0.8,
    plate: syntheticRead(text),
  });
const NOTHING = factsOf();

describe('tracking of a stream', () => {
  let postgres: TestPostgres;
  let house: House;
  let cameras = 0;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    house = await openHouse(postgres.url, postgres.url);
  });
  afterAll(async () => {
    await house.close();
    await postgres.stop();
  });

  const begin = async (change: Parameters<typeof beginLiveRun>[3] = {}) => {
    const cameraId = `live-${++cameras}`;
    const { db } = house.services;
    await saveCamera(db, { id: cameraId, region: 'eu' });
    const run = await beginLiveRun(house.services, cameraId, new Date(START_MS), change);
    const { footageId } = run;
    const track = () =>
      trackHandler(house.services)(
        { footageId, sequence: null },
        { attempt: 1, crashes: 0, signal: new AbortController().signal },
      );
    const rows = async () => {
      const { rows } = await sql<Record<string, unknown>>`
        select number, is_open as "isOpen", has_plate as "hasPlate", last_at as "lastAt",
          track.clock_source as "clockSource", sighting.id as "sightingId", skeleton_token as token,
          sighting.clock_source as "sightingClock", track.xmin::text as written,
          sighting.xmin::text as sealed
        from track left join sighting on sighting.track_id = track.id
        where track.footage_id = ${footageId} order by number`.execute(db);
      return rows;
    };
    const end = async (segments: number) => {
      await setSegmentsTotal(db, footageId, segments);
      await track();
    };
    return { ...run, cameraId, db, track, rows, end };
  };
  /** What a search tells of the camera: its totals and its list. */
  const searched = async (cameraId: string) => {
    const { db } = house.services;
    const request = {
      cameras: [cameraId],
      from: new Date(START_MS - HOUR_MS).toISOString(),
      to: new Date(START_MS + 2 * HOUR_MS).toISOString(),
    };
    const question = await trackQuestion(db, request, () => '2000-01-01');
    const { total, tracks, facets, exact } = await searchTracks(db, question, {
      ...{ order: 'newest', after: null, limit: 50 },
    });
    return { total, listed: tracks.length, hasPlate: facets.hasPlate, exact };
  };

  it('makes nothing of a run without segments, until it ends', async () => {
    const { track, rows, end, footageId, db } = await begin();
    await track();
    expect(await rows()).toEqual([]);
    await end(0);
    expect(await footageRows(db, footageId)).toMatchObject({ status: 'complete', tracks: [] });
  });

  it('shows a vehicle while it is in view, once, and ends it when it left', async () => {
    const { track, rows, end, cameraId, detected } = await begin();
    await detected(0, factsOf(parked('AB12CD'), passing('XY34ZZ')), { clockSource: 'camera' });
    await track();
    const first = await rows();
    expect(first).toMatchObject([
      { number: 1, isOpen: true, hasPlate: true, clockSource: 'camera', sightingClock: 'camera' },
      { number: 2, isOpen: true, hasPlate: true },
    ]);
    expect(first.every(({ sightingId }) => sightingId !== null)).toBe(true);
    const found = { total: 2, listed: 2, hasPlate: [{ value: 'true', count: 2 }], exact: true };
    expect(await searched(cameraId)).toEqual(found);

    // The truck is gone, and the car stays.
    await detected(1, factsOf(parked('AB12CD')));
    await track();
    const second = await rows();
    expect(second).toMatchObject([{ isOpen: true }, { isOpen: false }]);
    expect(second.map(({ sightingId }) => sightingId)).toEqual(
      first.map(({ sightingId }) => sightingId),
    );
    expect(await searched(cameraId)).toEqual(found);

    await end(2);
    expect(await rows()).toMatchObject([
      { isOpen: false, lastAt: new Date(START_MS + 2 * LIVE_SEGMENT_MS - FRAME_MS) },
      { isOpen: false },
    ]);
    expect(await searched(cameraId)).toEqual(found);
  });

  it('writes nothing of a parked car but once a minute that it is still there', async () => {
    const { track, rows, detected } = await begin();
    for (let sequence = 0; sequence < 3; sequence++) {
      await detected(sequence, factsOf(parked('AB12CD')));
      await track();
    }
    const before = await rows();
    const written = new Set<unknown>();
    const sealed = new Set<unknown>();
    for (let sequence = 3; sequence < 35; sequence++) {
      await detected(sequence, factsOf(parked('AB12CD')));
      await track();
      const [row] = await rows();
      written.add(row!.written);
      sealed.add(row!.sealed);
    }
    expect(before).toHaveLength(1);
    expect(sealed).toEqual(new Set([before[0]!.sealed]));
    expect(written.size).toBe(2);
    expect(written.has(before[0]!.written)).toBe(true);
  });

  it('seals the sighting anew when the plate is read otherwise, under the same id', async () => {
    const { track, rows, detected } = await begin();
    await detected(0, factsOf(parked('AB12CD', 0.4)));
    await track();
    const [before] = await rows();
    await detected(1, factsOf(parked('AB12CE', 0.99)));
    await detected(2, factsOf(parked('AB12CE', 0.99)));
    await track();
    const [after] = await rows();
    expect(after).toMatchObject({ number: 1, isOpen: true, sightingId: before!.sightingId });
    expect(after!.token).not.toEqual(before!.token);
  });

  it('goes on with new numbers where its state can’t be opened any more', async () => {
    const { track, rows, end, detected, db, footageId } = await begin();
    await detected(0, factsOf(parked('AB12CD')));
    await track();
    await db
      .updateTable('trackerState')
      .set({ sealed: Uint8Array.of(0, 1, 2) })
      .where('footageId', '=', footageId)
      .execute();
    await detected(1, factsOf(parked('AB12CD')));
    await track();
    expect(await rows()).toMatchObject([
      { number: 1, isOpen: false, lastAt: new Date(START_MS + LIVE_SEGMENT_MS - FRAME_MS) },
      { number: 2, isOpen: true },
    ]);
    await end(2);
    expect(await rows()).toMatchObject([{ isOpen: false }, { isOpen: false }]);
  });

  it('goes on with a run that was ended too early, and counts nothing twice', async () => {
    const { track, rows, end, cameraId, detected, db, footageId } = await begin();
    await reopenRun(db, footageId);
    await detected(0, factsOf(parked('AB12CD')));
    await end(1);
    const before = await rows();
    expect(before).toMatchObject([{ number: 1, isOpen: false }]);

    await reopenRun(db, footageId);
    await track();
    expect(await rows()).toEqual(before);
    await detected(1, factsOf(parked('XY34ZZ')));
    await track();
    expect(await rows()).toMatchObject([before[0], { number: 2, isOpen: true }]);
    await end(2);
    expect(await footageRows(db, footageId)).toMatchObject({
      status: 'complete',
      segments: [{ status: 'tracked' }, { status: 'tracked' }],
    });
    expect(await searched(cameraId)).toMatchObject({ total: 2, listed: 2 });
  });

  it('leaves the same rows and counts in the end, tracked at once or as it came', async () => {
    const segments = [
      factsOf(parked(null), passing('XY34ZZ')),
      factsOf(parked('AB12CD', 0.5)),
      factsOf(parked('AB12CE', 0.97), passing('MM11MM')),
      NOTHING,
      NOTHING,
      factsOf(parked('AB12CE')),
      factsOf(parked(null)),
    ];
    const asItCame = await begin();
    const atOnce = await begin();
    for (const [sequence, facts] of segments.entries()) {
      await asItCame.detected(sequence, facts);
      await asItCame.track();
      await atOnce.detected(sequence, facts);
    }
    await asItCame.end(segments.length);
    await atOnce.end(segments.length);
    const { db } = house.services;
    const rows = await footageRows(db, asItCame.footageId);
    expect(rows.tracks.length).toBeGreaterThan(2);
    expect(rows).toEqual(await footageRows(db, atOnce.footageId));
    expect((await asItCame.rows()).filter(({ isOpen }) => isOpen)).toEqual([]);
    const found = await searched(asItCame.cameraId);
    expect(found).toMatchObject({ total: rows.tracks.length, listed: rows.tracks.length });
    expect(found).toEqual(await searched(atOnce.cameraId));
    const counts = () => db.selectFrom('trackHourCount').selectAll().orderBy('cameraId').execute();
    const kept = await counts();
    await rebuildTrackCounts(db);
    expect(await counts()).toEqual(kept);
  });

  it('steps over a segment that was lost, with a gap, but waits for one that may still come', async () => {
    const { track, end, detected, db, footageId } = await begin({ durationMs: 10_000 });
    await detected(0, NOTHING);
    const late = await detected(2, NOTHING);
    await track();
    expect((await footageRows(db, footageId)).segments.map(({ status }) => status)).toEqual([
      'tracked',
      'detected',
    ]);
    expect(await gapsOfFootage(db, footageId)).toEqual([]);
    await sql`update segment set stored_at = now() - interval '3 minutes'
      where id = ${late.id}`.execute(db);
    await track();
    expect(await gapsOfFootage(db, footageId)).toMatchObject([{ cause: 'SEGMENT_LOST' }]);
    // Some were said to be there, and are lost at the end.
    await end(5);
    expect(await footageRows(db, footageId)).toMatchObject({
      status: 'complete',
      segments: [{ status: 'tracked' }, { status: 'tracked' }],
      gaps: [
        { cause: 'SEGMENT_LOST', startMs: 2000, endMs: 4000 },
        { cause: 'SEGMENT_LOST', startMs: 6000, endMs: 10_000 },
      ],
    });
  });
});
