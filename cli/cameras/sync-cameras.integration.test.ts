import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { recordingKeeper } from '../../api/testing/recording-keeper.ts';
import { listCameras, saveCamera } from '../../store/cameras.ts';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { particularsFrom } from './read-cameras.ts';
import { syncCameras } from './sync-cameras.ts';

const BY = { name: 'ingest', role: 'operator' };
const GATE = { name: 'gate', url: 'rtsp://user:secret@10.0.0.7/main', occasion: 'order 12/26' };
const ZONE = {
  name: 'lane',
  polygon: [
    [0, 0],
    [1, 0],
    [1, 1],
  ],
};

let postgres: TestPostgres;
const { keeper, events, setAvailable } = recordingKeeper();
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  await postgres.database.kysely.deleteFrom('camera').execute();
  events.length = 0;
  setAvailable(true);
});

const sync = (...cameras: object[]) =>
  syncCameras(
    postgres.database.kysely,
    keeper,
    particularsFrom(stringify({ cameras }), 'wayside.yaml'),
    BY,
  );
const rows = () => listCameras(postgres.database.kysely);
const actions = () => events.splice(0).map(({ action }) => action);

it('writes what the file says, once, and no secret', async () => {
  await sync();
  expect(await rows()).toEqual([]);
  const place = { latitude: 48.2, longitude: 16.37, heading: 270 };
  const full = {
    ...GATE,
    place,
    zones: [ZONE],
    masks: [ZONE],
    analysisFps: 0.3,
    regions: ['eu', 'br'],
  };
  await sync(full);
  const [row] = await rows();
  expect(row).toMatchObject({
    ...{ id: 'gate', region: 'eu,br', latitude: 48.2, longitude: 16.37, headingDeg: 270 },
    ...{ streamAddress: 'rtsp://10.0.0.7/main', status: 'active', zones: [ZONE], masks: [ZONE] },
  });
  expect(JSON.stringify([row, events])).not.toContain('secret');
  expect(actions()).toEqual(['camera-created']);
  await sync(full);
  expect(actions()).toEqual([]);
});

it('changes what changed, and leaves the status', async () => {
  await sync(GATE);
  await saveCamera(postgres.database.kysely, { id: 'gate', region: 'auto', status: 'paused' });
  events.length = 0;
  await sync({ ...GATE, zones: [ZONE] });
  expect(actions()).toEqual(['zone-changed']);
  await sync({ ...GATE, occasion: 'order 13/26' });
  expect(events[0]).toMatchObject({
    by: BY,
    particulars: { before: { occasion: 'order 12/26' }, after: { occasion: 'order 13/26' } },
  });
  expect(actions()).toEqual(['camera-changed', 'zone-changed']);
  expect(await rows()).toMatchObject([{ status: 'paused', zones: [], occasion: 'order 13/26' }]);
});

it('takes the address of cameras that are gone from the file, and leaves those that never were', async () => {
  await saveCamera(postgres.database.kysely, { id: 'by-hand', region: 'eu' });
  await sync(GATE, { ...GATE, name: 'yard' });
  events.length = 0;
  await sync({ ...GATE, name: 'yard' });
  expect(await rows()).toMatchObject([
    { id: 'by-hand', streamAddress: null },
    { id: 'gate', streamAddress: null, occasion: 'order 12/26' },
    { id: 'yard', streamAddress: 'rtsp://10.0.0.7/main' },
  ]);
  expect(events).toMatchObject([{ action: 'camera-changed', particulars: { cameraId: 'gate' } }]);
});

it('writes nothing that can’t be recorded', async () => {
  await sync(GATE);
  setAvailable(false);
  await expect(sync({ ...GATE, occasion: 'another' })).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  });
  await expect(sync()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  expect(await rows()).toMatchObject([
    { occasion: 'order 12/26', streamAddress: 'rtsp://10.0.0.7/main' },
  ]);
});

it('may run twice at once', async () => {
  await Promise.all([sync(GATE), sync(GATE), sync(GATE)]);
  expect(actions()).toEqual(['camera-created']);
});
