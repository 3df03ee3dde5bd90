import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import type { VideoFrame } from '../../pipeline/image/video-frame.ts';
import type { ClipRedaction, PictureRedaction } from '../../pipeline/redact/redaction-record.ts';
import { saveCamera } from '../../store/cameras.ts';
import { importFootage } from '../../workers/import.ts';
import { decodeFrames } from '../../workers/media/frames.ts';
import { probe } from '../../workers/media/probe.ts';
import { CLIP_PLATES, makePlateClip } from '../../workers/testing/plate-clip.ts';
import type { UserActor } from '../auth/actor.ts';
import { startPictureSite, type PictureSite } from '../testing/picture-site.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

/** The first plate passes above row 130 of 270, the second on it. */
const [ABOVE, INSIDE] = CLIP_PLATES;
const MASK_FROM = 130 / 270;
const MASK: PrivacyMask = {
  name: 'garden',
  polygon: [
    [0, MASK_FROM],
    [1, MASK_FROM],
    [1, 1],
    [0, 1],
  ],
};
/** Even grey of the fill, and what a codec makes of it. */
const FILL_RGB = 96;
const FILL_LUMA = 98;
const CODEC_NOISE = 4;

let site: PictureSite;
let rosa: UserActor;
let ada: UserActor;
let folder: string;
let file: string;
let startedAt: Date;

beforeAll(async () => {
  site = await startPictureSite();
  folder = await mkdtemp(join(tmpdir(), 'wayside-masks-test-'));
  rosa = await site.site.person('analyst', 'rosa');
  ada = await site.site.person('approver', 'ada');
  startedAt = new Date(Math.floor((Date.now() - 3_600_000) / 1000) * 1000);
  file = await makePlateClip(folder);
  await saveCamera(site.site.db, { id: 'north', region: 'eu', masks: [MASK] });
  const { services } = site;
  await importFootage(file, { cameraId: 'north', startedAt, segmentMs: 2000, services });
});
afterAll(async () => {
  await site.stop();
  await rm(folder, { recursive: true, force: true });
});

async function search(plate: string, unmask = false) {
  const plates = [{ pattern: plate, wrongCharacters: 0 as const, partial: false }];
  const grant = await site.site.grantedCase(rosa, ada, { plates, unmask });
  const url = `/v1/cases/${grant.caseId}/searches`;
  const { body } = await site.ask(rosa, 'POST', url, { grantId: grant.grantId, plate });
  return { ...grant, found: body.items };
}

it('a plate inside a mask isn’t found, one outside is', async () => {
  expect((await search(ABOVE)).found).toHaveLength(1);
  expect((await search(INSIDE)).found).toEqual([]);
  const tracks = await site.site.db.selectFrom('track').select('hasPlate').execute();
  expect(tracks.filter(({ hasPlate }) => hasPlate)).toHaveLength(1);
});

it('a picture of a vehicle shows the mask filled, and its record says so', async () => {
  const { caseId, grantId, found } = await search(ABOVE);
  const { sightingId, trackId } = found[0]!;
  const own = await site.ask(rosa, 'POST', `/v1/cases/${caseId}/pictures`, { grantId, sightingId });
  expect(own.status).toBe(200);
  const { data, info } = await sharp(own.bytes).removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  const row = (y: number) => [...data.subarray(y * info.width * 3, (y + 1) * info.width * 3)];
  const isFilled = (y: number) =>
    row(y).every((value) => Math.abs(value - FILL_RGB) <= CODEC_NOISE);
  const filled = Array.from({ length: info.height }, (_, y) => isFilled(y));
  // The picture reaches from above the plate into the garden.
  expect(filled[0]).toBe(false);
  expect(filled.at(-1)).toBe(true);
  const first = filled.indexOf(true);
  expect(filled.slice(first + 2).every(Boolean)).toBe(true);

  const records = await site.site.db.selectFrom('redaction').select(['record']).execute();
  expect(records.length).toBeGreaterThanOrEqual(2);
  for (const { record } of records) expect(record.privacyMasks).toEqual(['garden']);
  const masked = await site.get(rosa, `/v1/tracks/${trackId}/picture`);
  expect(masked.status).toBe(200);
});

it('a clip fills it too, unmasked as well, and nothing else', async () => {
  const { frames, record } = await unmaskedClip();
  expect(record).toMatchObject({ platesVisible: 'all', privacyMasks: ['garden'] });
  await comparePictures(frames);
});

it('what was recorded under a mask stays filled when the camera has none any more', async () => {
  await saveCamera(site.site.db, { id: 'north', region: 'eu', masks: [] });
  const { frames, record } = await unmaskedClip();
  expect(record.privacyMasks).toEqual(['garden']);
  await comparePictures(frames);
});

it('a mask that comes later fills pictures that were made before it', async () => {
  const { caseId, grantId, found } = await search(ABOVE);
  const { sightingId, trackId } = found[0]!;
  const whole: PrivacyMask = {
    name: 'all',
    polygon: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
  };
  await saveCamera(site.site.db, { id: 'north', region: 'eu', masks: [whole] });
  const url = `/v1/cases/${caseId}/pictures`;
  const own = await site.ask(rosa, 'POST', url, { grantId, sightingId });
  const masked = await site.get(rosa, `/v1/tracks/${trackId}/picture`);
  for (const { status, bytes } of [own, masked]) {
    expect(status).toBe(200);
    const pixels = await sharp(bytes).removeAlpha().raw().toBuffer();
    expect(pixels.every((value) => Math.abs(value - FILL_RGB) <= CODEC_NOISE)).toBe(true);
  }
  // Made when it wasn't written down where in the view pictures lie.
  const { db } = site.site;
  for (const { objectKey, record } of await db.selectFrom('redaction').selectAll().execute()) {
    const older: PictureRedaction = { ...(record as PictureRedaction) };
    delete older.part;
    const set = { record: JSON.stringify(older) };
    await db.updateTable('redaction').set(set).where('objectKey', '=', objectKey).execute();
  }
  expect(await site.ask(rosa, 'POST', url, { grantId, sightingId })).toMatchObject({
    ...{ status: 404, body: { code: 'PICTURE_MISSING' } },
  });
});

/** Of everything that can be unmasked. */
async function unmaskedClip() {
  // Unmasking asks for a sign-in of just now, however long this test has run.
  rosa = { ...rosa, authenticatedAtMs: Date.now() };
  const { caseId, grantId, found } = await search(ABOVE, true);
  const clips = `/v1/cases/${caseId}/clips`;
  const asked = await site.ask(rosa, 'POST', clips, {
    ...{ grantId, cameraId: 'north', sightingId: found[0]!.sightingId },
    from: startedAt.toISOString(),
    to: new Date(startedAt.getTime() + 12_000).toISOString(),
    reason: 'To see whether the trailer was still hitched.',
    unmask: ['people', 'plates'],
  });
  expect(asked.status).toBe(202);
  const url = `${clips}/${asked.body.id}`;
  await expect
    .poll(async () => (await site.ask(rosa, 'GET', url)).body.status, {
      timeout: 200_000,
      interval: 300,
    })
    .toBe('done');
  const { bytes } = await site.get(rosa, `${url}/video`);
  const path = join(folder, 'clip.mp4');
  await writeFile(path, bytes);
  const record = (await site.ask(rosa, 'GET', `${url}/record`)).body as unknown as ClipRedaction;
  return { frames: await framesOf(path), record };
}

async function framesOf(path: string): Promise<VideoFrame[]> {
  const frames: VideoFrame[] = [];
  const video = decodeFrames(path, { analysisFps: 1000, info: await probe(path) });
  for await (const frame of video) frames.push(frame);
  return frames;
}

/** The clip against the file: all grey below the mask's edge, the same above it. */
async function comparePictures(clip: readonly VideoFrame[]): Promise<void> {
  const source = await framesOf(file);
  expect(clip).toHaveLength(source.length);
  for (const [n, { luma, widthPx, heightPx }] of clip.entries()) {
    const from = 130 * widthPx;
    // A codec smears a little over the edge, and no further.
    const garden = luma.subarray(from + 4 * widthPx, heightPx * widthPx);
    expect(garden.every((value) => Math.abs(value - FILL_LUMA) <= CODEC_NOISE)).toBe(true);
    const street = luma.subarray(0, from - 4 * widthPx);
    const was = source[n]!.luma;
    const change = street.reduce((sum, value, i) => sum + Math.abs(value - was[i]!), 0);
    expect(change / street.length).toBeLessThan(CODEC_NOISE);
  }
}
