import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { windowsOf } from '../../pipeline/time/time-of-day.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { directionOf } from '../../pipeline/track-search/track-cell.ts';
import { benchCameraId, daysUpTo, loadTracks } from '../../scripts/bench/tracks-load.ts';
import type { Track } from '../../store/schema.ts';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { searchTracks } from './search-tracks.ts';
import { trackQuestion } from './track-question.ts';
import type { TrackSearchRequest } from './track-search-request.ts';

const LAST_DAY = '2026-05-20';
const DAYS = 5;
const CAMERAS = 6;
const KEPT_FROM = '2026-05-17';
/** Camera 3 keeps less. */
const keptFrom = (cameraId: string) => (cameraId === benchCameraId(3) ? '2026-05-19' : KEPT_FROM);

describe('a search for tracks', () => {
  let postgres: TestPostgres;
  let tracks: Track[];
  beforeAll(async () => {
    postgres = await startTestPostgres();
    const { kysely } = postgres.database;
    await loadTracks(kysely, {
      rows: 6_000,
      cameras: CAMERAS,
      days: daysUpTo(LAST_DAY, DAYS),
      seed: 0.3,
    });
    tracks = await kysely.selectFrom('track').selectAll().execute();
  });
  afterAll(() => postgres.stop());

  const search = async (request: TrackSearchRequest, limit = 20) => {
    const { kysely } = postgres.database;
    const question = await trackQuestion(kysely, request, keptFrom);
    const { order = 'newest' } = request;
    return searchTracks(kysely, question, { order, after: null, limit });
  };
  const all = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' };

  /** What the request means, told track by track; `leaveOut` ignores one filter. */
  const passing = (request: TrackSearchRequest, leaveOut?: keyof TrackSearchRequest): Track[] => {
    const span = { startMs: Date.parse(request.from), endMs: Date.parse(request.to) };
    const windows = request.timeOfDay === undefined ? [span] : windowsOf(span, request.timeOfDay);
    const asks = <K extends keyof TrackSearchRequest>(key: K) =>
      key === leaveOut ? undefined : request[key];
    return tracks.filter((track) => {
      const atMs = track.firstAt.getTime();
      const durationMs = track.lastAt.getTime() - atMs;
      return (
        windows.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs) &&
        utcDayOf(atMs) >= keptFrom(track.cameraId) &&
        (asks('cameras')?.includes(track.cameraId) ?? true) &&
        (asks('classes')?.includes(track.objectClass) ?? true) &&
        (asks('colours')?.includes(track.colour) ?? true) &&
        (asks('hasPlate') ?? track.hasPlate) === track.hasPlate &&
        (asks('zones')?.some((zone) => track.zones.includes(zone)) ?? true) &&
        durationMs >= (asks('minDurationMs') ?? 0) &&
        (asks('directions')?.some((asked) => {
          if (typeof asked === 'string') return directionOf(track.directionDeg) === asked;
          if (track.directionDeg === null) return false;
          const away = Math.abs(track.directionDeg - asked.degrees);
          return Math.min(away, 360 - away) <= asked.toleranceDeg;
        }) ??
          true)
      );
    });
  };
  const tally = (list: readonly Track[], valueOf: (track: Track) => string | readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of list.flatMap(valueOf)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return Object.fromEntries(counts);
  };
  const asRecord = (facet: readonly { value: string; count: number }[]) =>
    Object.fromEntries(facet.map(({ value, count }) => [value, count]));

  it('finds nothing before, after and between', async () => {
    for (const span of [
      { from: '2026-04-01T00:00:00Z', to: '2026-05-01T00:00:00Z' },
      { from: '2026-05-22T00:00:00Z', to: '2026-05-23T00:00:00Z' },
    ]) {
      const found = await search(span);
      expect(found).toMatchObject({ tracks: [], next: null, total: 0, exact: true });
      expect(found.facets.class).toEqual([]);
      expect(new Set(found.histogram.map(({ count }) => count))).toEqual(new Set([0]));
    }
  });

  it('shows nothing that has expired, though it is still there, camera by camera', async () => {
    const old = { from: '2026-05-16T00:00:00Z', to: '2026-05-17T00:00:00Z' };
    expect(tracks.some(({ day }) => day === '2026-05-16')).toBe(true);
    expect(await search(old)).toMatchObject({ tracks: [], total: 0 });
    const found = await search({ ...all, cameras: [benchCameraId(3)] }, 200);
    expect(found.total).toBe(passing({ ...all, cameras: [benchCameraId(3)] }).length);
    expect(found.total).toBeGreaterThan(0);
    expect(found.tracks.every(({ firstAt }) => utcDayOf(firstAt.getTime()) >= '2026-05-19')).toBe(
      true,
    );
  });

  const someOf = <T>(...values: readonly T[]) =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 2 });
  const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.option(arbitrary, { nil: undefined, freq: 1 });
  const requests = fc
    .record({
      startMin: fc.integer({ min: -2_000, max: 6_500 }),
      minutes: fc.integer({ min: 1, max: 7_000 }),
      cameras: someOf(...[1, 2, 3, 4, 5, 6].map(benchCameraId)),
      classes: someOf('car', 'bus', 'person', 'unknown'),
      colours: someOf('white', 'red', 'unknown'),
      directions: fc.option(
        fc.oneof(
          fc.subarray(['up', 'left', 'down-right', 'none'] as const, { minLength: 1 }),
          fc.tuple(
            fc.record({
              degrees: fc.integer({ min: 0, max: 359 }),
              toleranceDeg: fc.integer({ min: 0, max: 180 }),
            }),
          ),
        ),
        { nil: undefined, freq: 1 },
      ),
      zones: someOf('lane 1', 'lane 2', 'stop'),
      timeOfDay: optional(
        fc.constantFrom(
          { from: '07:20', to: '09:05', timeZone: 'Europe/Vienna' },
          { from: '22:00', to: '06:00', timeZone: 'America/St_Johns' },
        ),
      ),
      hasPlate: optional(fc.boolean()),
      minDurationMs: optional(fc.constantFrom(3_000, 9_000)),
      order: fc.constantFrom('newest', 'oldest'),
    })
    .map(({ startMin, minutes, zones, cameras, ...rest }): TrackSearchRequest => {
      const startMs = Date.parse('2026-05-16T00:00:00Z') + startMin * 60_000;
      const asked = {
        from: new Date(startMs).toISOString(),
        to: new Date(startMs + minutes * 60_000).toISOString(),
        ...rest,
        // Zones belong to one camera; camera 5 has some.
        ...(zones === undefined ? { cameras } : { zones, cameras: [benchCameraId(5)] }),
      };
      return Object.fromEntries(
        Object.entries(asked).filter(([, value]) => value !== undefined),
      ) as unknown as TrackSearchRequest;
    });

  it('counts and lists what looking at every track would find', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const found = await search(request);
        const expected = passing(request);
        expect(found.exact).toBe(true);
        expect(found.total).toBe(expected.length);
        expect(asRecord(found.facets.class)).toEqual(
          tally(passing(request, 'classes'), (track) => track.objectClass),
        );
        expect(asRecord(found.facets.colour)).toEqual(
          tally(passing(request, 'colours'), (track) => track.colour),
        );
        expect(asRecord(found.facets.hasPlate)).toEqual(
          tally(passing(request, 'hasPlate'), (track) => String(track.hasPlate)),
        );
        expect(asRecord(found.facets.camera)).toEqual(tally(expected, ({ cameraId }) => cameraId));
        if (request.cameras?.length === 1 && (request.zones?.length ?? 0) < 2) {
          expect(asRecord(found.facets.zone)).toEqual(
            tally(passing(request, 'zones'), ({ zones }) => zones),
          );
        }
        expect(Object.fromEntries(found.histogram.map((b) => [b.startMs, b.count]))).toEqual({
          ...Object.fromEntries(found.histogram.map((b) => [b.startMs, 0])),
          ...tally(expected, ({ firstAt }) =>
            String(Math.floor(firstAt.getTime() / found.bucketMs) * found.bucketMs),
          ),
        });
        const listed = expected
          .filter(({ objectClass }) => request.cameras?.length === 1 || objectClass !== 'person')
          .sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime() || (a.id < b.id ? -1 : 1));
        if (request.order === 'newest') listed.reverse();
        expect(found.tracks.map(({ id }) => id)).toEqual(listed.slice(0, 20).map(({ id }) => id));
        expect(found.next === null).toBe(listed.length <= 20);
      }),
      { numRuns: 120 },
    );
  });

  it('goes through everything page by page, in either order', async () => {
    const { kysely } = postgres.database;
    for (const order of ['newest', 'oldest'] as const) {
      const request = { ...all, classes: ['bus', 'person'], colours: ['unknown'], order } as const;
      const question = await trackQuestion(
        kysely,
        { ...request, classes: [...request.classes], colours: [...request.colours] },
        keptFrom,
      );
      const seen: string[] = [];
      let after: Awaited<ReturnType<typeof search>>['next'] = null;
      do {
        const found = await searchTracks(kysely, question, { order, after, limit: 7 });
        seen.push(...found.tracks.map(({ id }) => id));
        after = found.next;
      } while (after !== null);
      const expected = tracks.filter(
        ({ objectClass, colour, cameraId, day }) =>
          objectClass === 'bus' && colour === 'unknown' && day >= keptFrom(cameraId),
      );
      expect(new Set(seen)).toEqual(new Set(expected.map(({ id }) => id)));
      expect(seen).toHaveLength(expected.length);
      expect(seen.length).toBeGreaterThan(7);
    }
  });

  it('refuses what can’t be asked', async () => {
    const refuses = (request: Partial<TrackSearchRequest>, code: string) =>
      expect(search({ ...all, ...request })).rejects.toMatchObject({ code });
    await refuses({ to: all.from }, 'TIME_INVALID');
    await refuses({ to: '2028-01-01T00:00:00Z' }, 'TIME_INVALID');
    await refuses({ from: '2026-02-30T00:00:00Z' }, 'TIME_INVALID');
    await refuses({ cameras: ['nowhere'] }, 'CAMERA_UNKNOWN');
    await refuses({ zones: ['lane 1'] }, 'USAGE');
    await refuses({ directions: ['up', { degrees: 1, toleranceDeg: 2 }] }, 'USAGE');
    await refuses({ timeOfDay: { from: '00:00', to: '01:00', timeZone: 'Mars' } }, 'TIME_INVALID');
  });

  it('looks at cameras in an area only', async () => {
    const bbox = (west: number, south: number, east: number, north: number) => ({
      area: { bbox: [west, south, east, north] as [number, number, number, number] },
    });
    // Camera n stands at 16 + n/100 east, 48 + n/100 north.
    const found = await search({ ...all, ...bbox(16.015, 48, 16.035, 49) });
    expect(found.facets.camera.map(({ value }) => value).sort()).toEqual([2, 3].map(benchCameraId));
    const triangle = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [16.035, 48.035],
          [16.055, 48.035],
          [16.045, 48.06],
          [16.035, 48.035],
        ] as [number, number][],
      ],
    };
    const inside = await search({ ...all, area: triangle });
    expect(inside.facets.camera.map(({ value }) => value)).toEqual([benchCameraId(4)]);
    expect(await search({ ...all, ...bbox(0, 0, 1, 1) })).toMatchObject({ tracks: [], total: 0 });
  });
});
