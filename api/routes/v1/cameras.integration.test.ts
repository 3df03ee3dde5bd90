import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../store/testing/test-postgres.ts';
import { ROLES, type KeyActor } from '../../auth/actor.ts';
import { recordingKeeper } from '../../testing/recording-keeper.ts';
import { somebody, startTestApi, type TestApi } from '../../testing/test-api.ts';

const KEY = {
  ...{ kind: 'key', keyId: 'k', name: 'map', role: 'integrator' },
  scopes: ['cameras:read'],
} as unknown as KeyActor;
const LANE = {
  name: 'left lane',
  polygon: [
    [0, 0.5],
    [0.5, 0.5],
    [0.5, 1],
  ],
};

const GARDEN = {
  name: 'garden',
  polygon: [
    [0, 0],
    [0.2, 0],
    [0.2, 0.3],
  ],
};
const STOP_LINE = {
  name: 'stop line',
  points: [
    [0.1, 0.6],
    [0.9, 0.6],
  ],
};

describe('cameras', () => {
  let postgres: TestPostgres;
  let api: TestApi;
  const { keeper, events, setAvailable } = recordingKeeper();
  beforeAll(async () => {
    postgres = await startTestPostgres();
    api = await startTestApi({ db: postgres.database.kysely, keeper });
  });
  afterAll(async () => {
    await api.close();
    await postgres.stop();
  });
  beforeEach(async () => {
    await postgres.database.kysely.deleteFrom('camera').execute();
    events.length = 0;
    setAvailable(true);
    api.actAs(somebody('administrator'));
  });

  const call = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => {
    const answer = await api.app.inject({ method, url, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const add = (id: string, more: object = {}) =>
    call('POST', '/v1/cameras', { id, occasion: 'toll, order 12/26', ...more });

  it('are none at first', async () => {
    expect(await call('GET', '/v1/cameras')).toEqual({
      status: 200,
      body: { items: [], nextCursor: null },
    });
    expect(await call('GET', '/v1/cameras/nowhere')).toMatchObject({
      status: 404,
      body: { code: 'CAMERA_UNKNOWN' },
    });
  });

  it('are added, changed and read again, each change with an entry', async () => {
    const place = { latitude: 48.2, longitude: 16.37, headingDeg: 270, zones: [LANE] };
    expect(await add('gate', place)).toMatchObject({
      status: 201,
      body: { id: 'gate', region: 'auto', status: 'active', ...place },
    });
    const changed = await call('PATCH', '/v1/cameras/gate', { status: 'paused', latitude: null });
    expect(changed).toMatchObject({
      status: 200,
      body: { ...place, status: 'paused', latitude: null, occasion: 'toll, order 12/26' },
    });
    expect((await call('GET', '/v1/cameras/gate')).body).toEqual(changed.body);
    await call('PATCH', '/v1/cameras/gate', { zones: [] });
    expect(events.map(({ action, by }) => [action, by.name])).toEqual([
      ['camera-created', 'administrator-1'],
      ['camera-changed', 'administrator-1'],
      ['zone-changed', 'administrator-1'],
    ]);
    expect(events[1]!.particulars).toMatchObject({
      cameraId: 'gate',
      before: { status: 'active', latitude: 48.2 },
      after: { status: 'paused', latitude: null },
    });
    expect(events[2]!.particulars).toEqual({ cameraId: 'gate', before: [LANE], after: [] });
  });

  it('have masks, lines, an own rate and several regions, and each is on record', async () => {
    const settings = { masks: [GARDEN], lines: [STOP_LINE], analysisFps: 2.5, region: 'eu,br' };
    expect(await add('gate', settings)).toMatchObject({ status: 201, body: settings });
    const burned = [{ ...GARDEN, burned: true }];
    const change = { masks: burned, analysisFps: null, lines: [] };
    expect(await call('PATCH', '/v1/cameras/gate', change)).toMatchObject({
      status: 200,
      body: { ...change, region: 'eu,br' },
    });
    expect(events[1]).toMatchObject({
      action: 'camera-changed',
      particulars: { before: { masks: [GARDEN], analysisFps: 2.5 }, after: { masks: burned } },
    });
    await call('PATCH', '/v1/cameras/gate', change);
    expect(events).toHaveLength(2);
  });

  it('of the file can be paused here, and changed in no other way', async () => {
    await add('gate');
    const streamAddress = 'rtsp://10.0.0.7/main';
    await postgres.database.kysely.updateTable('camera').set({ streamAddress }).execute();
    for (const change of [
      { masks: [], status: 'paused' },
      { region: 'eu' },
      { occasion: 'something else' },
    ]) {
      const refused = await call('PATCH', '/v1/cameras/gate', change);
      expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
      expect(String(refused.body.message)).toMatch(
        new RegExp(`^${Object.keys(change)[0]!}: .*wayside.yaml`),
      );
    }
    expect(await call('PATCH', '/v1/cameras/gate', { status: 'paused' })).toMatchObject({
      status: 200,
      body: { status: 'paused', streamAddress },
    });
    expect(events.map(({ action }) => action)).toEqual(['camera-created', 'camera-changed']);
  });

  it('tell what their stream does, and its address to administrators only', async () => {
    await add('gate');
    const db = postgres.database.kysely;
    await db.updateTable('camera').set({ streamAddress: 'rtsp://10.0.0.7/main' }).execute();
    expect((await call('GET', '/v1/cameras/gate')).body.live).toBeNull();
    await db
      .insertInto('cameraState')
      .values({
        ...{ cameraId: 'gate', holder: null, heldUntil: new Date(Date.now() + 60_000) },
        ...{ state: 'failing', cause: 'CAMERA_UNREACHABLE', since: new Date(0), codec: null },
        ...{ clockSource: null, widthPx: null, heightPx: null, lastSegmentAt: null },
      })
      .execute();
    const live = {
      ...{ state: 'failing', cause: 'CAMERA_UNREACHABLE', since: '1970-01-01T00:00:00.000Z' },
      ...{ codec: null, lastSegmentAt: null, lagMs: 0 },
    };
    for (const role of ROLES) {
      api.actAs(somebody(role));
      const streamAddress = role === 'administrator' ? 'rtsp://10.0.0.7/main' : null;
      const shown = { body: { live, streamAddress } };
      expect(await call('GET', '/v1/cameras/gate')).toMatchObject(shown);
      expect((await call('GET', '/v1/cameras')).body.items).toMatchObject([shown.body]);
    }
    api.actAs(KEY);
    expect((await call('GET', '/v1/cameras/gate')).body.streamAddress).toBeNull();
    await db.deleteFrom('cameraState').execute();
  });

  it('come page by page', async () => {
    for (const id of ['b', 'c', 'a']) await add(id);
    const first = await call('GET', '/v1/cameras?limit=2');
    expect((first.body.items as { id: string }[]).map(({ id }) => id)).toEqual(['a', 'b']);
    const rest = await call('GET', `/v1/cameras?limit=2&cursor=${String(first.body.nextCursor)}`);
    expect(rest.body).toMatchObject({ items: [{ id: 'c' }], nextCursor: null });
    expect((await call('GET', '/v1/cameras?cursor=Zm9v')).status).toBe(400);
  });

  it.each<[string, object, number, string]>([
    ['no occasion', { occasion: ' ' }, 400, 'USAGE'],
    ['an id that could be a path', { id: '../x' }, 400, 'USAGE'],
    ['a place off the earth', { latitude: 91 }, 400, 'USAGE'],
    ['a region nobody knows', { region: 'atlantis' }, 400, 'REGION_UNKNOWN'],
    [
      'a zone out of the picture',
      {
        zones: [
          {
            ...LANE,
            polygon: [
              [0, 0],
              [2, 0],
              [1, 1],
            ],
          },
        ],
      },
      400,
      'USAGE',
    ],
    ['two zones of a name', { zones: [LANE, LANE] }, 422, 'ZONE_INVALID'],
    ['two masks of a name', { masks: [GARDEN, GARDEN] }, 422, 'MASK_INVALID'],
    [
      'a line without length',
      { lines: [{ ...STOP_LINE, points: [STOP_LINE.points[0], STOP_LINE.points[0]] }] },
      422,
      'LINE_INVALID',
    ],
    ['more pictures a second than there are', { analysisFps: 100 }, 400, 'USAGE'],
    [
      'an address: the server connects nowhere for the API',
      { streamAddress: 'rtsp://x/' },
      400,
      'USAGE',
    ],
    ['something it doesn’t know', { owner: 'me' }, 400, 'USAGE'],
  ])('are refused with %s, and nothing is written', async (_case, more, status, code) => {
    expect(await add('gate', more)).toMatchObject({ status, body: { code } });
    expect((await call('GET', '/v1/cameras')).body.items).toEqual([]);
    expect(events).toEqual([]);
  });

  it('can’t be added twice, nor changed when there are none', async () => {
    await add('gate');
    expect(await add('gate')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await call('PATCH', '/v1/cameras/none', { status: 'paused' })).toMatchObject({
      body: { code: 'CAMERA_UNKNOWN' },
    });
    expect(await call('PATCH', '/v1/cameras/gate', {})).toMatchObject({ body: { code: 'USAGE' } });
    expect(events).toHaveLength(1);
  });

  it('stay as they are when the change can’t be recorded', async () => {
    await add('gate');
    setAvailable(false);
    expect(await add('second')).toMatchObject({ status: 503, body: { code: 'AUDIT_UNAVAILABLE' } });
    expect((await call('PATCH', '/v1/cameras/gate', { status: 'paused' })).status).toBe(503);
    expect((await call('GET', '/v1/cameras')).body.items).toMatchObject([
      { id: 'gate', status: 'active' },
    ]);
  });

  it('are read by everyone signed in and changed by administrators only', async () => {
    await add('gate');
    for (const role of ROLES) {
      api.actAs(somebody(role));
      expect((await call('GET', '/v1/cameras')).status).toBe(200);
      const allowed = role === 'administrator';
      expect((await call('PATCH', '/v1/cameras/gate', { region: 'eu' })).status).toBe(
        allowed ? 200 : 403,
      );
    }
    api.actAs(KEY);
    expect((await call('GET', '/v1/cameras/gate')).status).toBe(200);
    expect((await add('second')).status).toBe(403);
    api.actAs({ ...KEY, scopes: ['tracks:read'] });
    expect((await call('GET', '/v1/cameras')).status).toBe(403);
    api.actAs(null);
    expect((await call('GET', '/v1/cameras')).status).toBe(401);
  });
});
