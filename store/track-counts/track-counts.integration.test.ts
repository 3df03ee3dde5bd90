import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { unpackCounts } from '../../pipeline/track-search/cell-counts.ts';
import { cellOf } from '../../pipeline/track-search/track-cell.ts';
import { saveCamera } from '../cameras.ts';
import { completeTracking } from '../complete-tracking.ts';
import { recordFootage } from '../footage.ts';
import { dropDaysBefore } from '../partitions.ts';
import { sampleFootage } from '../testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { rebuildTrackCounts } from './rebuild-track-counts.ts';

describe('counts of tracks', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    await sql`truncate camera, footage, tracker_state, track, track_hour_count, track_day_count
      cascade`.execute(postgres.database.kysely);
  });

  const RED_CAR = cellOf({
    objectClass: 'car',
    colour: 'red',
    direction: 'right',
    hasPlate: false,
  });
  const READ_BUS = cellOf({ objectClass: 'bus', colour: 'red', direction: 'none', hasPlate: true });

  const counts = async () => {
    const db = postgres.database.kysely;
    const hours = await db
      .selectFrom('trackHourCount')
      .selectAll()
      .orderBy('hourAt')
      .orderBy('zone')
      .execute();
    const days = await db
      .selectFrom('trackDayCount')
      .selectAll()
      .orderBy('day')
      .orderBy('zone')
      .execute();
    return {
      hours: hours.map(({ zone, hourAt, cells }) => [
        zone,
        hourAt.toISOString().slice(0, 13),
        unpackCounts(cells),
      ]),
      days: days.map(({ zone, day, cells }) => [zone, day, unpackCounts(cells)]),
    };
  };
  /** Two segments around midnight: three tracks begin before it, one after. */
  const trackOverMidnight = async () => {
    const db = postgres.database.kysely;
    const sample = sampleFootage(new Date('2026-05-01T23:59:59Z'));
    await saveCamera(db, sample.camera);
    await recordFootage(db, sample.footage);
    const { footageId, track } = sample;
    const first = {
      ...{ footageId, cameraId: 'north', segments: [], sightings: [], gaps: [] },
      ...{ fromSequence: 0, nextSequence: 1, sealedState: Uint8Array.of(1) },
      tracks: [
        track(1, { zones: ['lane', 'stop'] }),
        track(2, { zones: ['lane'] }),
        track(3, { objectClass: 'bus', directionDeg: null, hasPlate: true }),
      ],
    } as const;
    const second = {
      ...first,
      ...{ fromSequence: 1, nextSequence: 2, tracks: [track(4), track(11)] },
    } as const;
    expect(await completeTracking(db, first)).toBe('applied');
    expect(await completeTracking(db, second)).toBe('applied');
    expect(await completeTracking(db, first)).toBe('already-done');
    expect(await completeTracking(db, second)).toBe('already-done');
    return db;
  };

  it('are none where there are no tracks, counted anew too', async () => {
    await rebuildTrackCounts(postgres.database.kysely);
    expect(await counts()).toEqual({ hours: [], days: [] });
  });

  it('grow with the tracks, once each, by hour, day and zone; counting anew gives the same', async () => {
    const db = await trackOverMidnight();
    const before = new Map([
      [RED_CAR, 3],
      [READ_BUS, 1],
    ]);
    const after = new Map([[RED_CAR, 1]]);
    const expected = {
      hours: [
        ['', '2026-05-01T23', before],
        ['lane', '2026-05-01T23', new Map([[RED_CAR, 2]])],
        ['stop', '2026-05-01T23', new Map([[RED_CAR, 1]])],
        ['', '2026-05-02T00', after],
      ],
      days: [
        ['', '2026-05-01', before],
        ['lane', '2026-05-01', new Map([[RED_CAR, 2]])],
        ['stop', '2026-05-01', new Map([[RED_CAR, 1]])],
        ['', '2026-05-02', after],
      ],
    };
    expect(await counts()).toEqual(expected);
    await rebuildTrackCounts(db);
    expect(await counts()).toEqual(expected);
  });

  it('go with their days', async () => {
    const db = await trackOverMidnight();
    await dropDaysBefore(db, '2026-05-02');
    expect((await counts()).hours.map(([, hour]) => hour)).toEqual(['2026-05-02T00']);
    expect((await counts()).days.map(([, day]) => day)).toEqual(['2026-05-02']);
  });
});
