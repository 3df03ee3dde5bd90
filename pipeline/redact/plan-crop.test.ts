import { describe, expect, it } from 'vitest';
import { areaPx, intersect, type BoxXywhPx } from '../geometry/box.ts';
import { planMaskedCrop, planOwnCrop, type CropView } from './plan-crop.ts';
import type { PictureRedaction } from './redaction-record.ts';
import { subtractBox } from './subtract-box.ts';

const OWN: BoxXywhPx = [100, 50, 300, 250];
const PLATE: BoxXywhPx = [200, 250, 100, 22];
const nothing: CropView = {
  widthPx: 500,
  heightPx: 360,
  detectors: [],
  people: [],
  own: { boxXywhPx: OWN, plate: null },
  ownLoosePlate: null,
  otherVehicles: [],
  otherPlates: [],
  text: [],
};
const ownPlate = { boxXywhPx: OWN, plate: PLATE };

/** The share of the box that is filled; boxes of a record don't overlap much in these tests. */
function hiddenShare(record: PictureRedaction, box: BoxXywhPx): number {
  let left: BoxXywhPx[] = [box];
  for (const { boxXywhPx } of record.hidden) left = left.flatMap((b) => subtractBox(b, boxXywhPx));
  return 1 - left.reduce((sum, b) => sum + areaPx(b), 0) / areaPx(box);
}

describe('the picture with the vehicle’s own plate', () => {
  it('hides nothing where there is nothing else', () => {
    expect(planOwnCrop(nothing)).toMatchObject({ hidden: [], visiblePlates: [] });
    const read = planOwnCrop({ ...nothing, own: ownPlate, text: [PLATE] });
    expect(read.hidden).toEqual([]);
    expect(read.visiblePlates).toHaveLength(1);
  });

  it.each<[string, Partial<CropView>, BoxXywhPx]>([
    ['a person, also over the plate', { people: [[220, 200, 60, 150]] }, [220, 200, 60, 150]],
    ['another vehicle’s plate', { otherPlates: [[410, 200, 60, 16]] }, [410, 200, 60, 16]],
    ['text beside the vehicle', { text: [[20, 300, 60, 16]] }, [20, 300, 60, 16]],
    [
      'text on a vehicle in front',
      { otherVehicles: [[90, 150, 90, 200]], text: [[110, 290, 50, 14]] },
      [110, 290, 50, 14],
    ],
    [
      'the lower part of a vehicle without any text',
      { otherVehicles: [[420, 100, 70, 120]] },
      [420, 160, 70, 60],
    ],
  ])('hides %s', (_, change, box) => {
    const record = planOwnCrop({ ...nothing, own: ownPlate, ...change });
    expect(hiddenShare(record, box)).toBe(1);
  });

  it('keeps its own plate when another stands right beside it', () => {
    const record = planOwnCrop({ ...nothing, own: ownPlate, otherPlates: [[304, 250, 90, 22]] });
    expect(hiddenShare(record, PLATE)).toBe(0);
    expect(hiddenShare(record, [304, 250, 90, 22])).toBe(1);
  });
});

describe('the masked picture', () => {
  it.each<[string, Partial<CropView>, BoxXywhPx]>([
    ['the own plate that was read', { own: ownPlate }, PLATE],
    ['text on it that wasn’t', { text: [[200, 250, 40, 22]] }, [180, 250, 90, 22]],
    ['the lower part where no text was found', {}, [100, 200, 300, 100]],
    ['other plates', { otherPlates: [[410, 200, 60, 16]] }, [410, 200, 60, 16]],
    ['people', { people: [[10, 10, 60, 150]] }, [10, 10, 60, 150]],
    [
      'the plate of a picture without a vehicle',
      { own: null, ownLoosePlate: [200, 100, 150, 30] },
      [200, 100, 150, 30],
    ],
  ])('hides %s', (_, change, box) => {
    const record = planMaskedCrop({ ...nothing, ...change });
    expect(hiddenShare(record, box)).toBeCloseTo(1, 9);
    expect(record.visiblePlates).toEqual([]);
  });

  it('shows the upper part of a vehicle', () => {
    expect(hiddenShare(planMaskedCrop(nothing), [100, 50, 300, 100])).toBe(0);
  });
});

describe('subtractBox', () => {
  it('leaves what lies outside the hole, and nothing twice', () => {
    const box: BoxXywhPx = [0, 0, 10, 10];
    expect(subtractBox(box, [20, 20, 5, 5])).toEqual([box]);
    expect(subtractBox(box, [-1, -1, 20, 20])).toEqual([]);
    expect(subtractBox([0, 0, 0, 5], [0, 0, 1, 1])).toEqual([]);
    const parts = subtractBox(box, [3, 4, 2, 2]);
    expect(parts.reduce((sum, part) => sum + areaPx(part), 0)).toBe(96);
    for (const part of parts) expect(areaPx(intersect(part, [3, 4, 2, 2]))).toBe(0);
  });
});
