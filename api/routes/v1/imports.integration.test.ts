import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveCamera } from '../../../store/cameras.ts';
import { findImport } from '../../../store/imports/imports.ts';
import { retentionSettingsFrom } from '../../../store/retention/retention-settings.ts';
import { segmentsOfFootage } from '../../../store/segments.ts';
import { startTestPostgres, type TestPostgres } from '../../../store/testing/test-postgres.ts';
import { importHandler } from '../../../workers/import-handler.ts';
import { startWorkers } from '../../../workers/start-workers.ts';
import { CAMERA_ID, openHouse, type House } from '../../../workers/testing/house.ts';
import { CLIP_PLATES, makePlateClip } from '../../../workers/testing/plate-clip.ts';
import { findFfmpeg } from '../../../workers/media/find-ffmpeg.ts';
import type { KeyActor } from '../../auth/actor.ts';
import { apiConfigFrom } from '../../config.ts';
import type { ImportDetail } from '../../imports/import-view.ts';
import { recordingKeeper } from '../../testing/recording-keeper.ts';
import { somebody, startTestApi, type TestApi } from '../../testing/test-api.ts';

const LIMIT_BYTES = 3_000_000;
const SEGMENT_MS = 1000;
const BOUNDARY = 'a-boundary';
const KEY = {
  ...{ kind: 'key', keyId: 'k', ownerId: 'o', name: 'uploader', role: 'integrator' },
  scopes: ['footage:write'],
} as unknown as KeyActor;

describe('imports', () => {
  let folder: string;
  let allowed: string;
  let scratchFolder: string;
  let clip: Buffer;
  let postgres: TestPostgres;
  let house: House;
  let api: TestApi;
  const { keeper, events, setAvailable } = recordingKeeper();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-api-import-'));
    [allowed, scratchFolder] = [join(folder, 'allowed'), join(folder, 'scratch')];
    await Promise.all([allowed, scratchFolder].map((path) => mkdir(path)));
    clip = await readFile(await makePlateClip(folder));
    postgres = await startTestPostgres();
    house = await openHouse(postgres.url, postgres.url);
    const { db, objects, queues, keeper: sealer } = house.services;
    api = await startTestApi({
      ...{ db, objects, queues, sealer, keeper, scratchFolder, importFolders: [allowed] },
      retention: retentionSettingsFrom(),
      config: { ...apiConfigFrom(undefined), uploadLimitBytes: LIMIT_BYTES },
    });
  });
  afterAll(async () => {
    await api.close();
    await house.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    events.length = 0;
    setAvailable(true);
    api.actAs(somebody('administrator'));
  });

  /** A clip that nobody imported yet: the same video with another title. */
  let titles = 0;
  const newClip = async (): Promise<Buffer> => {
    const path = join(folder, `titled-${++titles}.mp4`);
    const { path: ffmpeg } = await findFfmpeg();
    const title = ['-metadata', `title=${titles}`];
    await promisify(execFile)(ffmpeg, [
      ...['-v', 'error', '-y', '-i', join(folder, 'close-up.mp4'), '-c', 'copy', ...title, path],
    ]);
    return readFile(path);
  };
  const upload = async (
    content: Buffer,
    fields: Readonly<Record<string, string>> = { cameraId: CAMERA_ID },
    fileName = 'gate.mp4',
  ) => {
    const parts = Object.entries(fields).map(
      ([name, value]) =>
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head =
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n` +
      'content-type: application/octet-stream\r\n\r\n';
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/imports',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      payload: Buffer.concat([
        Buffer.from(parts.join('') + head),
        content,
        Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
      ]),
    });
    return {
      status: answer.statusCode,
      body: answer.json<ImportDetail & { code: string; message: string }>(),
    };
  };
  const importPath = async (path: string, more: object = {}) => {
    const payload = { path, cameraId: CAMERA_ID, ...more };
    const answer = await api.app.inject({ method: 'POST', url: '/v1/imports/path', payload });
    return { status: answer.statusCode, body: answer.json<ImportDetail & { code: string }>() };
  };
  const progress = async (id: string) =>
    (await api.app.inject(`/v1/imports/${id}`)).json<ImportDetail>();
  const uploads = async (): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of house.services.objects.list('uploads/')) keys.push(key);
    return keys;
  };
  const split = (importId: string) =>
    importHandler(house.services, SEGMENT_MS)(
      { importId },
      { attempt: 1, crashes: 0, signal: new AbortController().signal },
    );

  it('are none at first', async () => {
    expect((await api.app.inject('/v1/imports')).json()).toEqual({ items: [], nextCursor: null });
    const unknown = await api.app.inject('/v1/imports/00000000-0000-8000-8000-000000000000');
    expect(unknown.json()).toMatchObject({ code: 'IMPORT_UNKNOWN' });
  });

  it('take an upload in sealed, split it, and take it away again', async () => {
    const startedAt = new Date(Date.now() - 3_600_000).toISOString();
    const { status, body } = await upload(
      clip,
      { cameraId: CAMERA_ID, startedAt },
      '../x/gate.mp4',
    );
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'waiting', fileName: 'gate.mp4', segmentsTotal: null });
    expect(events).toMatchObject([
      { action: 'import-started', particulars: { importId: body.id, cameraId: CAMERA_ID } },
    ]);
    const [key] = await uploads();
    const { objects } = house.config.services;
    if (objects.kind !== 'folder') throw new Error('the test house keeps objects in a folder');
    const sealed = await readFile(join(objects.path, key!));
    expect(sealed.subarray(0, 4).toString('latin1')).toBe('WSO1');
    expect(sealed.includes('ftyp')).toBe(false);
    expect(await readdir(scratchFolder)).toEqual([]);

    await split(body.id);
    const after = await progress(body.id);
    expect(after).toMatchObject({ status: 'processing', startedAt, segmentsTotal: 12 });
    expect(after.segments).toEqual({ stored: 12, detected: 0, tracked: 0, failed: 0 });
    expect(await uploads()).toEqual([]);

    // Again, over either way: the same import, begun once.
    const again = await upload(clip, { cameraId: CAMERA_ID, startedAt });
    expect(again).toMatchObject({ status: 200, body: { id: body.id } });
    await writeFile(join(allowed, 'copy.mp4'), clip);
    const byPath = await importPath(join(allowed, 'copy.mp4'), { startedAt });
    expect(byPath).toMatchObject({ status: 200, body: { id: body.id } });
    expect(await uploads()).toEqual([]);
    expect(events).toHaveLength(1);
  });

  it('take a file in from an allowed folder and leave it where it is', async () => {
    const path = join(allowed, 'here.mp4');
    await writeFile(path, await newClip());
    const { status, body } = await importPath(path);
    expect(status).toBe(202);
    await split(body.id);
    expect(await progress(body.id)).toMatchObject({ source: 'path', segmentsTotal: 12 });
    expect((await readdir(allowed)).includes('here.mp4')).toBe(true);
  });

  it('refuse a file that is another one by the time it is split', async () => {
    const path = join(allowed, 'swapped.mp4');
    await writeFile(path, await newClip());
    const { body } = await importPath(path);
    await writeFile(path, await newClip());
    await split(body.id);
    const after = await progress(body.id);
    expect(after).toMatchObject({ status: 'failed', error: { code: 'FILE_CHANGED' }, tracks: 0 });
    expect(after.error!.message).not.toContain(folder);
    // Asked for again, with the file as it is now.
    expect(await importPath(path)).toMatchObject({ status: 202, body: { status: 'waiting' } });
  });

  it('look at the content, not at the name, and keep nothing of what is refused', async () => {
    const text = Buffer.from('Dear Sir or Madam, '.repeat(400));
    const refused = await upload(text);
    expect(refused).toMatchObject({ status: 415, body: { code: 'NOT_MEDIA' } });
    expect(refused.body.message).toBe('the file is not a video but text.');
    expect(refused.body.message).not.toContain(scratchFolder);
    expect((await upload(Buffer.alloc(0))).body.code).toBe('FILE_EMPTY');
    const playlist = Buffer.from('#EXTM3U\n#EXTINF:1,\n/etc/passwd\n');
    expect((await upload(playlist, undefined, 'a.m3u8')).body.code).toBe('NOT_MEDIA');
    const tooLarge = await upload(Buffer.alloc(LIMIT_BYTES + 1));
    expect(tooLarge).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    expect(await readdir(scratchFolder)).toEqual([]);
    expect(await uploads()).toEqual([]);
    expect(events).toEqual([]);
  });

  it('are not there when they can’t be recorded', async () => {
    setAvailable(false);
    const { status } = await upload(await newClip());
    expect(status).toBe(503);
    expect(await uploads()).toEqual([]);
    expect(await readdir(scratchFolder)).toEqual([]);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['no camera', {}, 400, 'USAGE'],
    ['a camera there isn’t', { cameraId: 'nowhere' }, 404, 'CAMERA_UNKNOWN'],
    ['a paused camera', { cameraId: 'paused' }, 409, 'CAMERA_PAUSED'],
    ['a field it doesn’t know', { cameraId: CAMERA_ID, owner: 'x' }, 400, 'USAGE'],
    [
      'a time without offset',
      { cameraId: CAMERA_ID, startedAt: '2026-01-01T00:00' },
      400,
      'TIME_INVALID',
    ],
    ['a time too old', { cameraId: CAMERA_ID, startedAt: '2020-01-01T00:00:00Z' }, 410, 'EXPIRED'],
    [
      'a time to come',
      { cameraId: CAMERA_ID, startedAt: '2099-01-01T00:00:00Z' },
      400,
      'TIME_INVALID',
    ],
  ])('refuse an upload with %s', async (_case, fields, status, code) => {
    await saveCamera(house.services.db, { id: 'paused', region: 'eu', status: 'paused' });
    expect(await upload(clip, fields)).toMatchObject({ status, body: { code } });
  });

  it('don’t leave the allowed folders', async () => {
    const outside = join(folder, 'close-up.mp4');
    await symlink(outside, join(allowed, 'link.mp4'));
    await symlink(folder, join(allowed, 'up'));
    for (const path of [
      outside,
      join(allowed, '../close-up.mp4'),
      `${allowed}/../close-up.mp4`,
      join(allowed, 'link.mp4'),
      join(allowed, 'up/close-up.mp4'),
      `${allowed}/../none.mp4`,
      `${allowed}-beside/x.mp4`,
      '/etc/passwd',
      '/etc/nothing-here',
      'close-up.mp4',
    ]) {
      expect(await importPath(path)).toMatchObject({
        status: 403,
        body: { code: 'FOLDER_REFUSED' },
      });
    }
    expect((await importPath(join(allowed, 'none.mp4'))).body.code).toBe('FILE_MISSING');
    expect((await importPath(allowed)).body.code).toBe('FOLDER_REFUSED');
  });

  it('are for administrators, and for keys that may write footage, which see their own', async () => {
    for (const role of ['analyst', 'approver', 'auditor', 'integrator'] as const) {
      api.actAs(somebody(role));
      expect((await upload(clip)).status).toBe(403);
      expect((await api.app.inject('/v1/imports')).statusCode).toBe(403);
    }
    api.actAs(KEY);
    expect((await importPath(join(allowed, 'here.mp4'))).status).toBe(403);
    const { status, body } = await upload(await newClip());
    expect(status).toBe(202);
    const own = (await api.app.inject('/v1/imports')).json<{ items: ImportDetail[] }>();
    expect(own.items.map(({ id, requestedBy }) => [id, requestedBy])).toEqual([
      [body.id, 'uploader'],
    ]);
    api.actAs({ ...KEY, name: 'other' });
    expect((await api.app.inject(`/v1/imports/${body.id}`)).statusCode).toBe(404);
    api.actAs(somebody('administrator'));
    const first = (await api.app.inject('/v1/imports?limit=1')).json<{
      items: ImportDetail[];
      nextCursor: string;
    }>();
    expect(first.items[0]!.id).toBe(body.id);
    const second = await api.app.inject(`/v1/imports?limit=1&cursor=${first.nextCursor}`);
    expect(second.json<{ items: ImportDetail[] }>().items[0]!.id).not.toBe(body.id);
  });

  it('end the same when the worker is killed half way', { timeout: 240_000 }, async () => {
    const { db } = house.services;
    const config = { ...house.config, segmentMs: SEGMENT_MS };
    // Nothing but the two that are looked at.
    await db.deleteFrom('segment').execute();
    await db.deleteFrom('footageImport').execute();
    await db.deleteFrom('footage').execute();
    let killed: string | null = null;
    for (let attempt = 1; killed === null && attempt <= 5; attempt++) {
      const cameraId = `killed-${attempt}`;
      await saveCamera(db, { id: cameraId, region: 'eu' });
      const workers = await startWorkers(config, 1);
      const { body } = await upload(clip, { cameraId });
      for (;;) {
        const [row, segments] = [
          await findImport(db, body.id),
          await segmentsOfFootage(db, body.id),
        ];
        if (row!.status === 'split') break;
        if (row!.status === 'splitting' && segments.length > 0) {
          for (const pid of workers.pids) process.kill(pid, 'SIGKILL');
          killed = body.id;
          break;
        }
        await sleep(1);
      }
      await workers.stop();
      if (killed !== null && (await findImport(db, killed))!.status === 'split') killed = null;
    }
    expect(killed).not.toBeNull();
    expect((await segmentsOfFootage(db, killed!)).length).toBeLessThan(12);

    const workers = await startWorkers(config, 1);
    try {
      for (;;) {
        const { status } = await progress(killed!);
        if (status === 'complete' || status === 'failed') break;
        await sleep(200);
      }
    } finally {
      await workers.stop();
    }
    const done = await progress(killed!);
    expect(done).toMatchObject({ status: 'complete', segmentsTotal: 12, gaps: 0, error: null });
    expect(done.segments).toEqual({ stored: 0, detected: 0, tracked: 12, failed: 0 });
    expect(done.plates).toBe(CLIP_PLATES.length);
    expect((await uploads()).filter((key) => key.includes(killed!))).toEqual([]);
  });
});
