import { expect, test } from 'vitest';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import { approach, CLIP_FRAMES, NEAR_PLATE_PX } from './video-clip.ts';
import { compareReads, scoreClips } from './video-score.ts';

const read = (text: string, confidence: number) => ({ text, confidence });

test('no frames: nothing read', () => {
  expect(compareReads('AB123', null, [])).toEqual({
    label: 'AB123',
    fused: null,
    bestSingleFrame: null,
    bestSingleFrameHoweverDoubtful: null,
    medianSingleFrame: null,
    framesRight: 0,
    frames: 0,
  });
});

test('best is the surest, right or wrong; frames without a read are the least sure', () => {
  const single = [null, read('AB128', 0.9), read('AB123', 0.6), null, read('AB1Z3', 0.2)];
  expect(compareReads('AB123', read('AB123', 1), single)).toEqual({
    label: 'AB123',
    fused: 'AB123',
    bestSingleFrame: 'AB128',
    bestSingleFrameHoweverDoubtful: 'AB128',
    medianSingleFrame: 'AB1Z3',
    framesRight: 1,
    frames: 5,
  });
});

test('a single read too doubtful to be given is not given', () => {
  expect(compareReads('AB123', null, [read('AB123', 0.19)])).toMatchObject({
    bestSingleFrame: null,
    bestSingleFrameHoweverDoubtful: 'AB123',
    framesRight: 1,
  });
});

test('scores are shares of clips, O and I folded; no clips: null', () => {
  expect(scoreClips('cn', [])).toMatchObject({
    clips: 0,
    fused: null,
    note: expect.any(String) as string,
  });
  const clip = { image: 'a', fusedAsPlanned: null, frames: 5 };
  const clips = [
    {
      ...clip,
      label: 'AO1',
      fused: 'A01',
      bestSingleFrame: 'AD1',
      bestSingleFrameHoweverDoubtful: 'AD1',
      medianSingleFrame: null,
      framesRight: 0,
    },
    {
      ...clip,
      label: 'BI2',
      fused: 'B12',
      bestSingleFrame: null,
      bestSingleFrameHoweverDoubtful: 'BI2',
      medianSingleFrame: 'X',
      framesRight: 2,
    },
  ];
  expect(scoreClips('eu', clips)).toEqual({
    set: 'eu',
    clips: 2,
    fused: 1,
    fusedAsPlanned: 0,
    bestSingleFrame: 0,
    bestSingleFrameHoweverDoubtful: 0.5,
    fusedWrong: 0,
    bestSingleFrameWrong: 1,
    medianSingleFrame: 0,
    anyFrame: 0.5,
  });
});

test('the view only comes nearer, ends near, and never enlarges the photograph', () => {
  const plate = [400, 300, 200, 50] as const;
  const moments = approach(plate, seededRandom(1));
  expect(moments).toHaveLength(CLIP_FRAMES);
  for (const [index, { scale }] of moments.entries()) {
    if (index > 0) expect(scale).toBeGreaterThan(moments[index - 1]!.scale);
  }
  const nearPx = moments.at(-1)!.scale * plate[2];
  expect(nearPx).toBeGreaterThanOrEqual(NEAR_PLATE_PX[0]);
  expect(nearPx).toBeLessThanOrEqual(NEAR_PLATE_PX[1]);
  expect(approach([0, 0, 50, 20], seededRandom(1)).at(-1)!.scale).toBe(1);
  expect(approach(plate, seededRandom(1))).toEqual(moments);
});
