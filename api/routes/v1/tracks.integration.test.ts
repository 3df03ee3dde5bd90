import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveCamera } from '../../../store/cameras.ts';
import { completeTracking } from '../../../store/complete-tracking.ts';
import { recordFootage } from '../../../store/footage.ts';
import { ensureDays } from '../../../store/partitions.ts';
import { retentionSettingsFrom } from '../../../store/retention/retention-settings.ts';
import { saveRetentionRule } from '../../../store/retention/retention-rules.ts';
import { recordSegment } from '../../../store/segments.ts';
import { sampleFootage } from '../../../store/testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../../../store/testing/test-postgres.ts';
import { somebody, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { recordingKeeper } from '../../testing/recording-keeper.ts';
import type { TrackItem } from '../../tracks/track-view.ts';

const DAY_MS = 86_400_000;
const START = new Date('2026-05-10T10:00:00Z');
const NOW_MS = START.getTime() + DAY_MS;

describe('the routes of tracks', () => {
  let postgres: TestPostgres;
  let api: TestApi;
  let nowMs = NOW_MS;
  const { keeper, events, setAvailable } = recordingKeeper();
  const samples = ['north', 'south'].map((cameraId) => sampleFootage(START, cameraId));
  const [north] = samples as [ReturnType<typeof sampleFootage>];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const db = postgres.database.kysely;
    for (const sample of samples) {
      await saveCamera(db, sample.camera);
      await recordFootage(db, sample.footage);
      await ensureDays(db, [sample.segment(0).day]);
      await recordSegment(db, sample.segment(0));
      await completeTracking(db, {
        ...{ footageId: sample.footageId, cameraId: sample.camera.id, sightings: [] },
        ...{ fromSequence: 0, nextSequence: 1, segments: [], sealedState: Uint8Array.of(1) },
        tracks: [
          sample.track(1, { zones: ['lane'], hasPlate: true, cropKey: 'crops/a' }),
          sample.track(2, { objectClass: 'person', colour: 'unknown', cropKey: 'crops/b' }),
        ],
        gaps: [sample.gap(4_000), sample.gap(90_000)],
      });
    }
    const retention = retentionSettingsFrom();
    api = await startTestApi({ db, keeper, retention, nowMs: () => nowMs });
  });
  afterAll(async () => {
    await api.close();
    await postgres.stop();
  });
  beforeEach(() => {
    nowMs = NOW_MS;
    events.length = 0;
    setAvailable(true);
    api.actAs(somebody('analyst'));
  });

  const search = async (more: object = {}) => {
    const payload = { from: '2026-05-10T00:00:00Z', to: '2026-05-11T00:00:00Z', ...more };
    const answer = await api.app.inject({ method: 'POST', url: '/v1/tracks/search', payload });
    return {
      status: answer.statusCode,
      text: answer.body,
      body: answer.json<{ items: TrackItem[]; [key: string]: unknown }>(),
    };
  };
  const detail = (id: string) => api.app.inject(`/v1/tracks/${id}`);

  it('count persons of several cameras and list none of them', async () => {
    const { status, body } = await search();
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 4, personsListed: false, facetsExact: true });
    expect(body.facets).toMatchObject({
      class: [
        { value: 'car', count: 2 },
        { value: 'person', count: 2 },
      ],
      camera: [
        { value: 'north', count: 2 },
        { value: 'south', count: 2 },
      ],
      zone: [],
    });
    expect(body.items.map((item) => item.class)).toEqual(['car', 'car']);
    const onlyPersons = await search({ classes: ['person'], cameras: ['north', 'south'] });
    expect(onlyPersons.body).toMatchObject({ items: [], total: 2, nextCursor: null });
  });

  it('list persons of one camera as boxes without picture or way', async () => {
    const { body } = await search({ cameras: ['north'] });
    expect(body.personsListed).toBe(true);
    expect(body.items).toMatchObject([
      { class: 'person', direction: 'none', directionDeg: null, hasPicture: false },
      { class: 'car', direction: 'right', hasPicture: true, hasPlate: true, zones: ['lane'] },
    ]);
    expect((body.facets as { zone: unknown }).zone).toEqual([{ value: 'lane', count: 1 }]);
  });

  it('go on where a page ended', async () => {
    const first = await search({ limit: 1 });
    expect(first.body.items).toHaveLength(1);
    const second = await search({ limit: 1, cursor: first.body.nextCursor });
    expect(second.body.items).toHaveLength(1);
    expect(second.body.nextCursor).toBeNull();
    expect(second.body.items[0]!.id).not.toBe(first.body.items[0]!.id);
    expect((await search({ cursor: 'eyJhIjoxfQ' })).status).toBe(400);
  });

  it('record what was asked before they answer, and else don’t answer', async () => {
    await search({ colours: ['red'] });
    expect(events).toMatchObject([
      { action: 'tracks-searched', by: { name: 'analyst-1' }, particulars: { colours: ['red'] } },
    ]);
    setAvailable(false);
    const refused = await search();
    expect(refused.status).toBe(503);
    expect(refused.text).not.toContain('north');
    expect((await detail(north.track(1).id)).statusCode).toBe(503);
  });

  it('give one track with its camera, footage, segment and the gaps near it', async () => {
    const answer = await detail(north.track(1).id);
    expect(answer.json()).toMatchObject({
      cameraId: 'north',
      colourConfidence: 0.75,
      footage: { id: north.footageId, fileName: 'north.mp4' },
      segment: { sequence: 0, startedAt: START.toISOString() },
      gaps: [{ cause: 'DECODE_FAILED', startedAt: '2026-05-10T10:00:04.000Z' }],
      hasPlate: true,
    });
    expect(events).toMatchObject([{ action: 'track-seen', particulars: { cameraId: 'north' } }]);
    const unknown = await detail('00000000-0000-8000-8000-000000000000');
    expect(unknown.json()).toMatchObject({ code: 'TRACK_UNKNOWN' });
    expect((await detail('x')).statusCode).toBe(400);
  });

  it('show nothing beyond the retention, of the site and of a camera', async () => {
    const db = postgres.database.kysely;
    const changed = { by: 'Ada', at: new Date() };
    nowMs = START.getTime() + 3 * DAY_MS;
    await saveRetentionRule(db, 'north', { tracks: 2 }, changed);
    expect((await search()).body.facets).toMatchObject({ camera: [{ value: 'south', count: 2 }] });
    expect((await detail(north.track(1).id)).json()).toMatchObject({ code: 'TRACK_UNKNOWN' });
    await saveRetentionRule(db, 'north', {}, changed);
    expect((await detail(north.track(1).id)).statusCode).toBe(200);
    nowMs = START.getTime() + 31 * DAY_MS;
    expect((await search()).body).toMatchObject({ total: 0, items: [] });
    expect((await detail(north.track(1).id)).statusCode).toBe(404);
  });

  it('are for analysts, integrators and keys that may read tracks', async () => {
    for (const [role, status] of [
      ['analyst', 200],
      ['integrator', 200],
      ['approver', 403],
      ['auditor', 403],
      ['administrator', 403],
    ] as const) {
      api.actAs(somebody(role));
      expect((await search()).status).toBe(status);
      expect((await detail(north.track(1).id)).statusCode).toBe(status);
    }
    const key = { kind: 'key', keyId: 'k', name: 'map', role: 'integrator' } as const;
    api.actAs({ ...key, ownerId: 'o', scopes: ['tracks:read'] } as never);
    expect((await search()).status).toBe(200);
    api.actAs({ ...key, ownerId: 'o', scopes: ['cameras:read'] } as never);
    expect((await search()).status).toBe(403);
  });

  it.each<[string, object]>([
    ['no time', { from: undefined }],
    ['a time without offset', { from: '2026-05-10T00:00:00' }],
    ['a class there isn’t', { classes: ['tank'] }],
    ['a plate', { plate: 'KX52ABC' }],
    ['a limit beyond what a page holds', { limit: 1_000 }],
  ])('refuse %s', async (_case, more) => {
    const { status, text } = await search(more);
    expect(status).toBe(400);
    expect(text).not.toContain('KX52ABC');
  });
});
