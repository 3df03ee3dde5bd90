import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import type { DetectOptions } from './detect-frames.ts';
import { detectSegment } from './detect-segment.ts';
import {
  FIRST_PLATE_GREY,
  greyOf,
  PaintedScene,
  SCENE,
  SECOND_PLATE_GREY,
  type PaintedMoment,
  type PaintedObject,
} from './painted-scene.ts';
import { SegmentFacts } from './segment-facts.ts';
import { PictureRedaction } from '../redact/redaction-record.ts';

async function detect(moments: readonly PaintedMoment[], options: DetectOptions = {}) {
  const scene = new PaintedScene();
  const media = {
    widthPx: SCENE.widthPx,
    heightPx: SCENE.heightPx,
    durationMs: (moments.at(-1)?.atMs ?? -200) + 200,
    framesDecoded: () => moments.length * 5,
  };
  const models = { ...scene.models, hiding: scene.hiding };
  const { facts, crops } = await detectSegment(scene.frames(moments), media, models, options);
  return { facts, crops, scene };
}

function carAt(x: number, y: number, text?: string): PaintedObject {
  const box = [x, y, 160, 120] as const;
  if (text === undefined) return { objectClass: 'car', box };
  return { objectClass: 'car', box, plate: { text, box: [x + 50, y + 90, 60, 16] } };
}

const every = (count: number, objects: (i: number) => readonly PaintedObject[]) =>
  Array.from({ length: count }, (_, i): PaintedMoment => ({ atMs: i * 200, objects: objects(i) }));

describe('detectSegment', () => {
  it('makes facts without frames of no frames', async () => {
    const { facts, crops } = await detect([]);
    expect(facts).toMatchObject({ version: 1, frames: [], durationMs: 0, framesDecoded: 0 });
    expect(crops).toEqual([]);
  });

  it('gives boxes and plates in pixels of the full frame, in the shape of the schema', async () => {
    const { facts } = await detect(every(3, (i) => [carAt(120 + i * 40, 80, 'AB12CD')]));
    const seen = facts.frames.map(({ detections: [car] }) => [
      car!.boxXywhPx,
      car!.plate?.boxXywhPx,
    ]);
    expect(seen[0]).toEqual([
      [120, 80, 160, 120],
      [170, 170, 60, 16],
    ]);
    expect(seen[2]).toEqual([
      [200, 80, 160, 120],
      [250, 170, 60, 16],
    ]);
    expect(Value.Check(SegmentFacts, JSON.parse(JSON.stringify(facts)))).toBe(true);
    expect(facts.framesDecoded).toBe(15);
  });

  it('infers nothing while nothing moves', async () => {
    const { facts, scene } = await detect(every(20, () => [carAt(120, 80, 'AB12CD')]));
    expect(facts.frames.filter((f) => !f.still).map((f) => f.mediaMs)).toEqual([0, 200, 400]);
    expect(scene.calls).toEqual({ detect: 3, readPlates: 2 });
  });

  it('stops reading a plate that is certain, and reads on while none is found', async () => {
    const moving = await detect(every(15, (i) => [carAt(10 + i * 30, 80, 'AB12CD')]));
    expect(moving.scene.calls.detect).toBe(15);
    expect(moving.scene.calls.readPlates).toBe(2);
    const bare = await detect(every(15, (i) => [carAt(10 + i * 30, 80)]));
    expect(bare.scene.calls.readPlates).toBeGreaterThan(2);
    expect(bare.scene.calls.readPlates).toBeLessThan(8);
  });

  it('reads a certain plate once more when it is much nearer', async () => {
    const nearing = (i: number): PaintedObject => {
      const [x, y, width, height] = [200 - 6 * i, 60, 130 + 12 * i, 100 + 10 * i];
      const plate = { text: 'AB12CD', box: [x + 40, y + height - 30, 60, 16] } as const;
      return { objectClass: 'car', box: [x, y, width, height], plate };
    };
    const moments = every(9, (i) => [nearing(i)]);
    expect((await detect(moments)).scene.calls.readPlates).toBe(3);
  });

  it('keeps to the budget of a frame, and searches no more of it than the vehicles', async () => {
    const { scene } = await detect(
      every(1, () => [carAt(10, 10), carAt(200, 10), carAt(400, 10), carAt(10, 200)]),
      { reading: { readsPerFrame: 3 } },
    );
    expect(scene.calls.readPlates).toBe(3);
    for (const [widthPx, heightPx] of scene.searched) {
      expect(widthPx).toBeLessThan(190);
      expect(heightPx).toBeLessThan(120);
    }
  });

  it('looks for a plate where it was on the vehicle, and at all of it when it is not there', async () => {
    const truck = (x: number): PaintedObject => ({ objectClass: 'truck', box: [x, 20, 360, 300] });
    const plate = { text: 'AB12CD', box: [250, 260, 60, 16] } as const;
    const { scene } = await detect(
      every(3, (i) => [{ ...truck(120 + i * 30), ...(i === 0 && { plate }) }]),
      { reading: { rereadMs: 0, retryMs: 0, longestRetryMs: 0 } },
    );
    const [whole, place, again] = scene.searched;
    expect(place![0]).toBeGreaterThanOrEqual(2 * 60);
    expect(place![0]).toBeLessThan(0.6 * whole![0]);
    expect(again).toEqual(whole);
  });

  it('gives each plate to its own vehicle when one passes the other', async () => {
    const { facts } = await detect(
      every(14, (i) => [carAt(240, 60, 'AB12CD'), carAt(i * 36 - 20, 110, 'XK97ZW')]),
    );
    for (const { detections } of facts.frames) {
      for (const { boxXywhPx, plate } of detections) {
        if (plate === undefined) continue;
        expect(plate.text).toBe(boxXywhPx[1] === 60 ? 'AB12CD' : 'XK97ZW');
      }
    }
    const read = new Set(facts.frames.flatMap((f) => f.detections.map((d) => d.plate?.text)));
    expect(read).toEqual(new Set(['AB12CD', 'XK97ZW', undefined]));
  });

  it('finds the plate of a close-up camera, where no vehicle can be made out', async () => {
    const closeUps = Array.from({ length: 6 }, (_, i): PaintedMoment => ({
      atMs: i * 200,
      objects: [],
      loosePlates: [{ text: 'AB12CD', box: [100 + i * 60, 150, 160, 48] }],
    }));
    const { facts, crops } = await detect(closeUps);
    const loose = facts.frames.flatMap((f) => f.loosePlates);
    expect(loose.length).toBeGreaterThanOrEqual(5);
    expect(loose[0]!.plate).toMatchObject({ text: 'AB12CD', boxXywhPx: [100, 150, 160, 48] });
    const kept = loose.flatMap((l) => l.cropId ?? []);
    expect(kept).toHaveLength(1);
    expect(crops.map(({ cropId }) => cropId)).toEqual(kept);
    const { own, masked } = crops[0]!;
    expect(own.picture.widthPx).toBeGreaterThan(160);
    expect(new Set(own.picture.data)).toContain(FIRST_PLATE_GREY);
    expect(new Set(masked.picture.data)).not.toContain(FIRST_PLATE_GREY);
  });

  it('searches whole frames of a plate camera although there are vehicles', async () => {
    const moments = every(3, (i) => [carAt(20 + i * 20, 40)]).map((m) => ({
      ...m,
      loosePlates: [{ text: 'AB12CD', box: [420, 300, 90, 24] as const }],
    }));
    expect((await detect(moments)).facts.frames.flatMap((f) => f.loosePlates)).toEqual([]);
    const { facts } = await detect(moments, { plateCamera: true });
    expect(facts.frames.map((f) => f.loosePlates.length)).toEqual([1, 1, 1]);
  });

  it('keeps one picture a vehicle, at its largest whole moment, and none of people', async () => {
    const grown = (i: number): PaintedObject => ({
      objectClass: 'car',
      box: [100 + i * 30, 60, 80 + i * 20, 60 + i * 15],
    });
    const walker = (i: number): PaintedObject => ({
      objectClass: 'person',
      box: [20 + 8 * i, 250, 30, 80],
    });
    const { facts, crops } = await detect(every(8, (i) => [grown(i), walker(i)]));
    const named = facts.frames.flatMap((f, i) =>
      f.detections.flatMap((d) => (d.cropId === undefined ? [] : [[i, d.objectClass, d.cropId]])),
    );
    expect(named).toHaveLength(1);
    expect(named[0]).toMatchObject([expect.any(Number), 'car', crops[0]!.cropId]);
    expect(named[0]![0]).toBeGreaterThan(5);
  });

  it('hides the people in a vehicle’s picture', async () => {
    const { crops } = await detect(
      every(4, (i) => [
        carAt(100 + i * 20, 80, 'AB12CD'),
        { objectClass: 'person', box: [150 + i * 20, 100, 24, 60] },
      ]),
    );
    for (const { picture, record } of [crops[0]!.own, crops[0]!.masked]) {
      const greys = new Set(picture.data);
      expect(greys).toContain(greyOf('car'));
      expect(greys).not.toContain(greyOf('person'));
      expect(record.hidden.map(({ kind }) => kind)).toContain('person');
      expect(record).toMatchObject({ widthPx: picture.widthPx, heightPx: picture.heightPx });
      expect(Value.Check(PictureRedaction, JSON.parse(JSON.stringify(record)))).toBe(true);
    }
  });

  it('shows a vehicle’s own plate in one of its pictures, and no plate in the other', async () => {
    const { crops } = await detect(
      every(6, (i) => [carAt(100 + i * 10, 80, 'AB12CD'), carAt(200 + i * 10, 80, 'XK97ZW')]),
    );
    const shown = crops.map(({ own, masked }) =>
      [own, masked].map(({ picture }) => {
        const greys = new Set(picture.data);
        return [FIRST_PLATE_GREY, SECOND_PLATE_GREY].filter((grey) => greys.has(grey));
      }),
    );
    for (const [own, masked] of shown) {
      expect(own).toHaveLength(1);
      expect(masked).toEqual([]);
    }
    expect(new Set(shown.flat(2))).toEqual(new Set([FIRST_PLATE_GREY, SECOND_PLATE_GREY]));
    for (const { own, masked } of crops) {
      expect(own.record.visiblePlates).toHaveLength(1);
      expect(masked.record.visiblePlates).toEqual([]);
    }
  });

  it('gives the same facts for the same frames', async () => {
    const moments = every(10, (i) => [carAt(240, 60, 'AB12CD'), carAt(i * 40, 110, 'XK97ZW')]);
    expect((await detect(moments)).facts).toEqual((await detect(moments)).facts);
  });

  it('lets a failure of a model through', async () => {
    const scene = new PaintedScene();
    const { hiding } = scene;
    const failing = {
      ...scene.models,
      hiding,
      readPlates: () => Promise.reject(new Error('broken')),
    };
    const media = { widthPx: 1, heightPx: 1, durationMs: 0, framesDecoded: () => 0 };
    const frames = scene.frames(every(5, (i) => [carAt(100 + 20 * i, 80)]));
    await expect(detectSegment(frames, media, failing)).rejects.toThrow('broken');
  });
});
