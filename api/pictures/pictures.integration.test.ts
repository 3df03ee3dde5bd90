import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadRecognisers, type Recognisers } from '../../models/recognisers.ts';
import type { Raster } from '../../pipeline/image/raster.ts';
import { cropFrame } from '../../pipeline/image/video-frame.ts';
import { readPlates } from '../../pipeline/plates/read-plates.ts';
import { HIDDEN_KINDS, type ClipRedaction } from '../../pipeline/redact/redaction-record.ts';
import { clipPrefix, removeExpiredClips } from '../../store/clips/remove-expired-clips.ts';
import { importFootage } from '../../workers/import.ts';
import { decodeFrames } from '../../workers/media/frames.ts';
import { probe } from '../../workers/media/probe.ts';
import { CLIP_PLATES, makePlateClip } from '../../workers/testing/plate-clip.ts';
import type { UserActor } from '../auth/actor.ts';
import { startPictureSite, type PictureSite } from '../testing/picture-site.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

/** Two plates pass a close-up camera, one after the other; the grants are for the first. */
const [GRANTED, OTHER] = CLIP_PLATES;
const REASON = 'To see whether the trailer was still hitched.';

let site: PictureSite;
let rosa: UserActor;
let tom: UserActor;
let ada: UserActor;
let folder: string;
let models: Recognisers;
let startedAt: Date;
let grant: { caseId: string; grantId: string };
let unmasking: { caseId: string; grantId: string };
let granted: { sightingId: string; trackId: string };
let other: { sightingId: string; trackId: string };

beforeAll(async () => {
  site = await startPictureSite();
  folder = await mkdtemp(join(tmpdir(), 'wayside-pictures-test-'));
  rosa = await site.site.person('analyst', 'rosa');
  tom = await site.site.person('analyst', 'tom');
  ada = await site.site.person('approver', 'ada');
  startedAt = new Date(Math.floor((Date.now() - 3_600_000) / 1000) * 1000);
  const file = await makePlateClip(folder);
  await importFootage(file, {
    cameraId: 'north',
    startedAt,
    segmentMs: 2000,
    services: site.services,
  });
  models = await loadRecognisers({ threads: 1 });
  const plates = [{ pattern: GRANTED, wrongCharacters: 0 as const, partial: false }];
  grant = await site.site.grantedCase(rosa, ada, { plates });
  unmasking = await site.site.grantedCase(rosa, ada, { plates, unmask: true });
  granted = await sightingOf(GRANTED);
  other = await sightingOf(OTHER);
});
// Unmasking needs a sign-in of the last five minutes, which a slow machine takes longer than.
beforeEach(() => {
  rosa = { ...rosa, authenticatedAtMs: Date.now() };
});
afterAll(async () => {
  await site.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Of the plate, found under a grant of its own. */
async function sightingOf(plate: string) {
  const plates = [{ pattern: plate, wrongCharacters: 0 as const, partial: false }];
  const { caseId, grantId } = await site.site.grantedCase(rosa, ada, { plates });
  const { body } = await site.ask(rosa, 'POST', `/v1/cases/${caseId}/searches`, { grantId, plate });
  const [found] = body.items;
  return found!;
}

async function platesIn(picture: Raster): Promise<string[]> {
  const reads = await readPlates(picture, models, { regions: ['eu'], longSidePx: 640 });
  return reads.map(({ text }) => text);
}

async function rasterOf(jpeg: Buffer): Promise<Raster> {
  const { data, info } = await sharp(jpeg)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

const clipsUrl = (caseId = grant.caseId) => `/v1/cases/${caseId}/clips`;
const at = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000).toISOString();

const askForClip = (change: object = {}, { caseId, grantId } = grant, who = rosa) =>
  site.ask(who, 'POST', clipsUrl(caseId), {
    grantId,
    cameraId: 'north',
    from: at(0),
    to: at(12),
    sightingId: granted.sightingId,
    reason: REASON,
    ...change,
  });

async function made(clipId: string, caseId = grant.caseId) {
  await expect
    .poll(async () => (await site.ask(rosa, 'GET', `${clipsUrl(caseId)}/${clipId}`)).body.status, {
      timeout: 200_000,
      interval: 300,
    })
    .toMatch(/done|failed/);
  return (await site.ask(rosa, 'GET', `${clipsUrl(caseId)}/${clipId}`)).body;
}

/** What our own reader makes of every third picture of a video, by second; and how many there are. */
async function readVideo(video: Buffer) {
  const path = join(folder, 'clip.mp4');
  await writeFile(path, video);
  const info = await probe(path);
  const texts = new Map<string, number[]>();
  let pictures = 0;
  for await (const frame of decodeFrames(path, { analysisFps: 1000, info })) {
    if (pictures++ % 3 !== 0) continue;
    const whole = cropFrame(frame, [0, 0, frame.widthPx, frame.heightPx]);
    for (const text of await platesIn(whole)) {
      texts.set(text, [...(texts.get(text) ?? []), frame.mediaMs / 1000]);
    }
  }
  return { info, texts, pictures };
}

describe('pictures of vehicles', () => {
  it('show no plate without a grant, and the looking is on record', async () => {
    for (const { trackId } of [granted, other]) {
      const { status, bytes, headers } = await site.get(rosa, `/v1/tracks/${trackId}/picture`);
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'no-store' });
      expect(await platesIn(await rasterOf(bytes))).toEqual([]);
    }
    expect((await site.site.keeper.auditDetails()).at(-1)).toMatchObject({
      action: 'masked-picture-opened',
      by: { name: 'rosa', role: 'analyst' },
    });
  });

  it('show their own plate under its grant, and no other grant opens them', async () => {
    const url = `/v1/cases/${grant.caseId}/pictures`;
    const { grantId } = grant;
    const own = await site.ask(rosa, 'POST', url, { grantId, sightingId: granted.sightingId });
    expect(own.status).toBe(200);
    expect(await platesIn(await rasterOf(own.bytes))).toEqual([GRANTED]);
    const wrong = await site.ask(rosa, 'POST', url, { grantId, sightingId: other.sightingId });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } });
    const tomAsks = await site.ask(tom, 'POST', url, { grantId, sightingId: granted.sightingId });
    expect(tomAsks).toMatchObject({ status: 404 });
  });

  it('do not leave when nobody recorded what was hidden in them', async () => {
    const { db } = site.site;
    const kept = await db.selectFrom('redaction').selectAll().execute();
    expect(kept.length).toBeGreaterThanOrEqual(4);
    await db.deleteFrom('redaction').execute();
    const { status, bytes } = await site.get(rosa, `/v1/tracks/${granted.trackId}/picture`);
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([
      409,
      { code: 'REDACTION_MISSING' },
    ]);
    const rows = kept.map((row) => ({ ...row, record: JSON.stringify(row.record) }));
    await db.insertInto('redaction').values(rows).execute();
  });

  it('are for analysts, and there are none of what isn’t there', async () => {
    expect((await site.get(ada, `/v1/tracks/${granted.trackId}/picture`)).status).toBe(403);
    const unknown = '00000000-0000-4000-8000-00000000abcd';
    expect((await site.get(rosa, `/v1/tracks/${unknown}/picture`)).status).toBe(404);
    await site.site.db
      .updateTable('track')
      .set({ objectClass: 'person' })
      .where('id', '=', other.trackId)
      .execute();
    const person = await site.get(rosa, `/v1/tracks/${other.trackId}/picture`);
    expect([person.status, JSON.parse(person.bytes.toString())]).toMatchObject([
      404,
      { code: 'PICTURE_MISSING' },
    ]);
  });
});

describe('clips', () => {
  it('show the granted plate and hide the other, with a record of every picture', async () => {
    const asked = await askForClip({ to: at(14) });
    expect(asked).toMatchObject({ status: 202, body: { status: 'queued', unmask: [], speed: 1 } });
    expect(asked.body.gaps).toEqual([
      { from: expect.stringContaining('Z') as string, to: at(14), cause: 'NO_FOOTAGE' },
    ]);
    const clip = await made(asked.body.id);
    expect(clip).toMatchObject({ status: 'done', failure: null, progress: 1 });

    const url = `${clipsUrl()}/${clip.id}`;
    const video = await site.get(rosa, `${url}/video`);
    expect(video.headers['content-type']).toBe('video/mp4');
    expect(video.bytes.length).toBe(clip.byteCount);
    const { info, texts, pictures } = await readVideo(video.bytes);
    expect(info).toMatchObject({ codec: 'h264', widthPx: 480, heightPx: 270, creationTime: null });
    expect(texts.get(GRANTED)?.length ?? 0).toBeGreaterThan(3);
    // A plate that is only half in the picture is read short.
    const others = [...texts.keys()].filter((text) => !GRANTED.startsWith(text.slice(0, 3)));
    expect(others).toEqual([]);

    const record = (await site.ask(rosa, 'GET', `${url}/record`)).body as unknown as ClipRedaction;
    expect(record).toMatchObject({ peopleHidden: true, platesVisible: 'granted' });
    expect(record.detectors.map(({ name }) => name)).toEqual(['nanodet-g', 'ppocr-v4-det']);
    expect(record.frames).toHaveLength(pictures);
    const plate = HIDDEN_KINDS.indexOf('plate');
    const hidden = record.frames.filter(({ hidden }) => hidden.some(([kind]) => kind === plate));
    expect(hidden.length).toBeGreaterThan(20);

    const part = await site.get(rosa, `${url}/video`, { range: 'bytes=100-299' });
    expect(part.status).toBe(206);
    expect(part.bytes.equals(video.bytes.subarray(100, 300))).toBe(true);
    const list = await site.ask(rosa, 'GET', clipsUrl());
    expect(list.body.items.map(({ id }) => id)).toContain(clip.id);
    expect((await site.get(tom, `${url}/video`)).status).toBe(404);
  });

  it('are cut where they were asked to be', async () => {
    const asked = await askForClip({ from: at(1.5), to: at(3.1), speed: 2 });
    const clip = await made(asked.body.id);
    const { body } = await site.ask(rosa, 'GET', `${clipsUrl()}/${clip.id}/record`);
    const times = (body as unknown as ClipRedaction).frames.map(
      ({ atMs }) => atMs - startedAt.getTime(),
    );
    expect(times[0]).toBeGreaterThanOrEqual(1500);
    expect(times[0]).toBeLessThan(1600);
    expect(times.at(-1)).toBeLessThan(3100);
    // 1.6 s of 12.5 pictures a second, twice as fast.
    expect(times.length).toBeGreaterThanOrEqual(9);
    expect(times.length).toBeLessThanOrEqual(11);
  });

  it.each([
    ['more than five minutes', { to: '2026-05-01T10:06:00Z', from: '2026-05-01T10:00:00Z' }, 400],
    ['a time without footage', { from: '2026-05-01T10:00:00Z', to: '2026-05-01T10:01:00Z' }, 404],
    ['an unknown camera', { cameraId: 'nowhere' }, 404],
    ['no reason', { reason: '' }, 400],
  ])('are refused for %s', async (_, change, status) => {
    const refused = await askForClip(change);
    expect(refused.status, JSON.stringify(refused.body)).toBe(status);
  });

  it('leave no plate visible that the grant is not for', async () => {
    const refused = await askForClip({ sightingId: other.sightingId });
    expect(refused).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } });
    expect((await askForClip({ sightingId: undefined })).status).toBe(403);
  });

  it('survive the death of their worker', async () => {
    const asked = await askForClip();
    const url = `${clipsUrl()}/${asked.body.id}`;
    await expect
      .poll(async () => (await site.ask(rosa, 'GET', url)).body.progress, {
        timeout: 60_000,
        interval: 20,
      })
      .toBeGreaterThan(0);
    for (const pid of site.workers.pids) process.kill(pid, 'SIGKILL');
    expect((await site.ask(rosa, 'GET', url)).body.status).toBe('making');
    const clip = await made(asked.body.id);
    expect(clip.status).toBe('done');
    const keys: string[] = [];
    const prefix = clipPrefix({ id: clip.id, day: startedAt.toISOString().slice(0, 10) });
    for await (const { key } of site.services.objects.list(prefix)) keys.push(key);
    expect(keys).toHaveLength(1);
    expect((await site.get(rosa, `${url}/video`)).bytes.length).toBe(clip.byteCount);
  });
});

describe('unmasking', () => {
  const unmask = { unmask: ['plates'] };
  const actions = async () =>
    (await site.site.keeper.auditDetails()).map(({ action }) => action as string);

  it('is refused without a grant that allows it, without a reason, and without a fresh sign-in', async () => {
    expect(await askForClip(unmask)).toMatchObject({
      status: 403,
      body: { code: 'UNMASKING_REFUSED' },
    });
    expect((await actions()).at(-1)).toBe('request-denied');
    expect(await askForClip({ ...unmask, reason: 'short' }, unmasking)).toMatchObject({
      status: 403,
      body: { code: 'UNMASKING_REFUSED' },
    });
    const stale = { ...rosa, authenticatedAtMs: Date.now() - 6 * 60_000 };
    expect(await askForClip(unmask, unmasking, stale)).toMatchObject({
      status: 401,
      body: { code: 'SIGN_IN_AGAIN' },
    });
    expect(await actions()).not.toContain('unmasking-asked');
  });

  it('shows what was asked for, and is on record before anything is opened', async () => {
    const asked = await askForClip(unmask, unmasking);
    expect(asked).toMatchObject({ status: 202, body: { unmask: ['plates'] } });
    const { caseId } = unmasking;
    const clip = await made(asked.body.id, caseId);
    const url = `${clipsUrl(caseId)}/${clip.id}`;
    const before = await actions();
    const wish = before.lastIndexOf('unmasking-asked');
    expect(before.slice(wish)).toContain('object-opened');
    expect(before.slice(0, wish).filter((action) => action === 'unmasked')).toEqual([]);
    const stale = { ...rosa, authenticatedAtMs: Date.now() - 6 * 60_000 };
    expect((await site.get(stale, `${url}/video`)).status).toBe(401);
    const video = await site.get(rosa, `${url}/video`);
    const { texts } = await readVideo(video.bytes);
    expect(texts.has(GRANTED) && texts.has(OTHER)).toBe(true);
    expect((await actions()).at(-1)).toBe('unmasked');
    const { body } = await site.ask(rosa, 'GET', `${url}/record`);
    expect(body).toMatchObject({ platesVisible: 'all', peopleHidden: true });
  });
});

describe('expired clips', () => {
  it('go, objects and all', async () => {
    const { db } = site.site;
    const { objects } = site.services;
    const clips = await db.selectFrom('clip').selectAll().execute();
    expect(clips.length).toBeGreaterThan(2);
    expect(await removeExpiredClips({ db, objects }, new Date())).toBe(0);
    const tomorrow = new Date(Date.now() + 25 * 3_600_000);
    expect(await removeExpiredClips({ db, objects }, tomorrow)).toBe(clips.length);
    for (const clip of clips) {
      for await (const { key } of objects.list(clipPrefix(clip))) expect(key).toBe('gone');
      const url = `${clipsUrl(clip.caseId)}/${clip.id}`;
      expect((await site.get(rosa, `${url}/video`)).status).toBe(404);
    }
  });
});
