import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tracksIn, unpackCounts } from '../pipeline/track-search/cell-counts.ts';
import { cellOf } from '../pipeline/track-search/track-cell.ts';
import { saveCamera } from './cameras.ts';
import { completeTracking, type TrackingResult } from './complete-tracking.ts';
import { footageProgress, recordFootage, setSegmentsTotal } from './footage.ts';
import { gapsOfFootage } from './gaps.ts';
import { ensureDays } from './partitions.ts';
import { findSegment, markDetected, markFailed, recordSegment } from './segments.ts';
import { sampleFootage } from './testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';
import { loadTrackerState } from './tracker-state.ts';
import { tracksOfFootage } from './tracks.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const FACTS = {
  ...{ factsKey: 'facts/0', factsTicket: Buffer.from([1]) },
  ...{ analysisFps: 2.5, isThinned: true },
};

/** A footage of three stored segments that starts at the given hour. */
async function importedFootage(startedAt: string) {
  const sample = sampleFootage(new Date(startedAt));
  const db = postgres.database.kysely;
  await saveCamera(db, sample.camera);
  await recordFootage(db, sample.footage);
  await setSegmentsTotal(db, sample.footageId, 3);
  const segments = [0, 1, 2].map((sequence) => sample.segment(sequence));
  await ensureDays(
    db,
    segments.map(({ day }) => day),
  );
  for (const segment of segments) await recordSegment(db, segment);
  const result = (sequence: number, change: Partial<TrackingResult> = {}): TrackingResult => ({
    footageId: sample.footageId,
    cameraId: sample.camera.id,
    fromSequence: sequence,
    nextSequence: sequence + 1,
    segments: [segments[sequence]!],
    tracks: [],
    sightings: [],
    gaps: [],
    sealedState: Uint8Array.from([sequence]),
    ...change,
  });
  return { ...sample, db, segments, result };
}

describe('completeTracking', () => {
  it('writes nothing but the state and the status when nothing was seen', async () => {
    const { db, result, footageId, segments } = await importedFootage('2026-05-01T08:00:00Z');
    expect(await completeTracking(db, result(0))).toBe('applied');
    expect(await tracksOfFootage(db, footageId)).toEqual([]);
    expect(await loadTrackerState(db, footageId)).toMatchObject({
      nextSequence: 1,
      sealed: Buffer.from([0]),
    });
    expect(await findSegment(db, segments[0]!)).toMatchObject({ status: 'tracked' });
    expect(await findSegment(db, segments[1]!)).toMatchObject({ status: 'stored' });
  });

  it('gives back what was written, and the same after a second run', async () => {
    const { db, result, footageId, track, sighting, gap } =
      await importedFootage('2026-05-01T09:00:00Z');
    const written = result(0, {
      tracks: [track(1), track(2, { colour: 'unknown', directionDeg: null })],
      sightings: [sighting(1)],
      gaps: [gap(4_000)],
    });
    const rows = async () => ({
      tracks: await tracksOfFootage(db, footageId),
      gaps: await gapsOfFootage(db, footageId),
      sightings: await db
        .selectFrom('sighting')
        .selectAll()
        .where('trackId', '=', track(1).id)
        .execute(),
    });
    expect(await completeTracking(db, written)).toBe('applied');
    const first = await rows();
    expect(first.tracks).toMatchObject([track(1), { number: 2, directionDeg: null }]);
    expect(first.gaps).toEqual([gap(4_000)]);
    expect(first.sightings).toEqual([{ ...sighting(1), sealed: Buffer.from(sighting(1).sealed) }]);
    expect(await completeTracking(db, { ...written, tracks: [track(3)] })).toBe('already-done');
    expect(await rows()).toEqual(first);
  });

  it('lets one of many runs at once do it', async () => {
    const { db, result, track, footageId } = await importedFootage('2026-05-01T10:00:00Z');
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => completeTracking(db, result(0, { tracks: [track(1)] }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'already-done')).toHaveLength(5);
    expect(await tracksOfFootage(db, footageId)).toHaveLength(1);
  });

  it('refuses a segment whose predecessor is missing', async () => {
    const { db, result, footageId } = await importedFootage('2026-05-01T11:00:00Z');
    expect(await completeTracking(db, result(1))).toBe('out-of-order');
    expect(await loadTrackerState(db, footageId)).toBeNull();
  });

  it('changes nothing when any row of it cannot be written', async () => {
    const { db, result, footageId, segments, track, sighting } =
      await importedFootage('2026-05-01T12:00:00Z');
    const broken = result(0, { tracks: [track(1)], sightings: [sighting(1, { confidence: 2 })] });
    await expect(completeTracking(db, broken)).rejects.toThrow(/confidence/);
    expect(await tracksOfFootage(db, footageId)).toEqual([]);
    expect(await loadTrackerState(db, footageId)).toBeNull();
    expect(await findSegment(db, segments[0]!)).toMatchObject({ status: 'stored' });
  });

  it('keeps a failed segment failed, over midnight, up to a complete footage', async () => {
    const { db, result, footageId, segments, track, sighting, gap } =
      await importedFootage('2026-05-01T23:59:54Z');
    expect(new Set(segments.map(({ day }) => day)).size).toBe(2);
    await markDetected(db, segments[0]!, FACTS);
    await markFailed(db, segments[1]!, 'DECODE_FAILED');
    await completeTracking(db, result(0, { tracks: [track(70)], sightings: [sighting(70)] }));
    await completeTracking(db, result(1, { gaps: [gap(4_000)] }));
    expect(await footageProgress(db, footageId)).toEqual({
      status: 'importing',
      segmentsTotal: 3,
      segments: { stored: 1, detected: 0, tracked: 1, failed: 1 },
      tracks: 1,
      sightings: 1,
      gaps: 1,
    });
    await completeTracking(db, result(2, { sealedState: null }));
    expect(await loadTrackerState(db, footageId)).toBeNull();
    expect(await footageProgress(db, footageId)).toMatchObject({ status: 'complete' });
    expect(await completeTracking(db, result(0))).toBe('already-done');
  });

  describe('of a track that is in view', () => {
    const sightingsOf = (trackId: string) =>
      postgres.database.kysely
        .selectFrom('sighting')
        .selectAll()
        .where('trackId', '=', trackId)
        .execute();
    /** A track that was told with its plate after the first segment. */
    const openTrack = async (startedAt: string, number = 1) => {
      const imported = await importedFootage(startedAt);
      const { db, result, track, sighting, footageId } = imported;
      const open = track(number, { isOpen: true, hasPlate: true });
      await completeTracking(db, result(0, { tracks: [open], sightings: [sighting(number)] }));
      expect(await sightingsOf(open.id)).toHaveLength(1);
      const counted = async () => {
        const { rows } = await sql<{ zone: string; cells: Uint8Array }>`
          select zone, cells from track_day_count
          where camera_id = 'north' and day = ${open.day}::date order by zone`.execute(db);
        return rows.map(({ zone, cells }) => [zone, tracksIn(cells)] as const);
      };
      return { ...imported, open, counted, rows: () => tracksOfFootage(db, footageId) };
    };

    it('takes its sighting back when it lost its plate', async () => {
      const { db, result, open, rows } = await openTrack('2026-05-03T08:00:00Z');
      await completeTracking(db, result(1, { tracks: [{ ...open, hasPlate: false }] }));
      expect(await sightingsOf(open.id)).toEqual([]);
      expect(await rows()).toMatchObject([{ number: 1, isOpen: true, hasPlate: false }]);
    });

    it('leaves its sighting as it is when only its time went on', async () => {
      const { db, result, open, rows, at } = await openTrack('2026-05-04T08:00:00Z');
      const before = await sightingsOf(open.id);
      const later = { ...open, lastAt: at(9_000) };
      await completeTracking(db, result(1, { tracks: [later] }));
      expect(await sightingsOf(open.id)).toEqual(before);
      expect(await rows()).toMatchObject([{ isOpen: true, lastAt: at(9_000) }]);
    });

    it('has one sighting where its best moment moves over midnight', async () => {
      const { db, result, open, sighting, at } = await openTrack('2026-05-05T23:59:58Z', 10);
      const moved = sighting(10, { day: '2026-05-06', capturedAt: at(3_000) });
      expect(sighting(10).day).toBe('2026-05-05');
      await completeTracking(
        db,
        result(1, { tracks: [{ ...open, bestAt: at(3_000) }], sightings: [moved] }),
      );
      expect(await sightingsOf(open.id)).toMatchObject([{ day: '2026-05-06' }]);
    });

    it('counts it once, as what it turned out to be, and in the zones that it came to', async () => {
      const { db, result, open, counted } = await openTrack('2026-05-07T08:00:00Z');
      expect(await counted()).toEqual([['', 1]]);
      const bus = { ...open, objectClass: 'bus', zones: ['stop'], isOpen: true } as const;
      await completeTracking(db, result(1, { tracks: [bus] }));
      const after = [
        ['', 1],
        ['stop', 1],
      ];
      expect(await counted()).toEqual(after);
      await completeTracking(
        db,
        result(2, { tracks: [{ ...bus, isOpen: false }], sealedState: null }),
      );
      expect(await counted()).toEqual(after);
      const { rows } = await sql<{ cells: Uint8Array }>`select cells from track_hour_count
        where zone = '' and hour_at = '2026-05-07T08:00:00Z'`.execute(db);
      expect([...unpackCounts(rows[0]!.cells).keys()]).toEqual([
        cellOf({ objectClass: 'bus', colour: 'red', direction: 'right', hasPlate: true }),
      ]);
    });

    it('stays as it was when the step after fails in the middle', async () => {
      const { db, result, open, sighting, rows, counted } = await openTrack('2026-05-08T08:00:00Z');
      const before = {
        rows: await rows(),
        seen: await sightingsOf(open.id),
        counts: await counted(),
      };
      const broken = result(1, {
        tracks: [{ ...open, isOpen: false, objectClass: 'bus' }],
        sightings: [sighting(1, { confidence: 2 })],
      });
      await expect(completeTracking(db, broken)).rejects.toThrow(/confidence/);
      expect({
        ...{ rows: await rows(), seen: await sightingsOf(open.id), counts: await counted() },
      }).toEqual(before);
    });
  });

  it('says that there is no such footage', async () => {
    const { db, result } = await importedFootage('2026-05-01T13:00:00Z');
    const elsewhere = result(0, { footageId: '00000000-0000-8000-8000-000000000000' });
    await expect(completeTracking(db, elsewhere)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

describe('segments', () => {
  it('keep their facts when detection comes a second time, late', async () => {
    const { db, result, segments } = await importedFootage('2026-05-01T14:00:00Z');
    expect(await markDetected(db, segments[0]!, FACTS)).toBe(true);
    expect(await markDetected(db, segments[0]!, { ...FACTS, factsKey: 'second' })).toBe(false);
    expect(await markFailed(db, segments[0]!, 'DECODE_FAILED')).toBe(false);
    await completeTracking(db, result(0));
    expect(await markDetected(db, segments[0]!, { ...FACTS, factsKey: 'late' })).toBe(false);
    expect(await findSegment(db, segments[0]!)).toMatchObject({
      status: 'tracked',
      factsKey: 'facts/0',
      byteCount: 123_456n,
    });
  });

  it('and footage stay as they are when they are recorded again', async () => {
    const { db, segments, footage, segment } = await importedFootage('2026-05-01T15:00:00Z');
    await markFailed(db, segments[1]!, 'DECODE_FAILED');
    expect(await recordSegment(db, segment(1))).toMatchObject({ status: 'failed' });
    const later = { ...footage, startedAt: new Date('2026-06-01T00:00:00Z') };
    expect(await recordFootage(db, later)).toMatchObject({ startedAt: footage.startedAt });
  });
});

describe('audit entries', () => {
  it('can be added but neither changed nor removed', async () => {
    const db = postgres.database.kysely;
    const entry = { sequence: 0n, leafHash: Buffer.alloc(32, 1), sealedDetail: Buffer.from([1]) };
    await db.insertInto('auditEntry').values(entry).execute();
    const refused = /append-only/;
    await expect(
      db
        .updateTable('auditEntry')
        .set({ sealedDetail: Buffer.from([2]) })
        .execute(),
    ).rejects.toThrow(refused);
    await expect(db.deleteFrom('auditEntry').execute()).rejects.toThrow(refused);
    await expect(sql`truncate audit_entry`.execute(db)).rejects.toThrow(refused);
    expect(await db.selectFrom('auditEntry').selectAll().execute()).toMatchObject([entry]);
  });
});
