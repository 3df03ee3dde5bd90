import { describe, expect, it } from 'vitest';
import type { BoxXywhPx } from '../geometry/box.ts';
import { attachPlates } from './attach-plates.ts';

const behind: BoxXywhPx = [400, 200, 300, 220];
const inFront: BoxXywhPx = [520, 260, 360, 280];

describe('attachPlates', () => {
  it.each<[string, BoxXywhPx[], BoxXywhPx[], number[]]>([
    ['no plates', [], [behind], []],
    ['no vehicles', [[500, 380, 80, 20]], [], [-1]],
    ['a plate in the one vehicle', [[510, 370, 80, 20]], [behind], [0]],
    ['a plate beside it', [[900, 370, 80, 20]], [behind], [-1]],
    ['a plate half out of the box', [[660, 370, 80, 20]], [behind], [-1]],
    [
      'the plate of the car in front, within both boxes',
      [[610, 385, 85, 22]],
      [behind, inFront],
      [1],
    ],
    [
      'a plate each',
      [
        [660, 470, 85, 22],
        [470, 380, 75, 20],
      ],
      [behind, inFront],
      [1, 0],
    ],
    [
      'two plates on one car, one is loose',
      [
        [510, 370, 80, 20],
        [430, 250, 80, 20],
      ],
      [behind],
      [0, -1],
    ],
  ])('%s', (_name, plates, vehicles, expected) => {
    expect(attachPlates(plates, vehicles)).toEqual(expected);
  });

  it('does not give a vehicle a plate that it is known not to have', () => {
    const plate: BoxXywhPx = [560, 380, 80, 20];
    const known = (_plate: number, vehicle: number) => vehicle === 0;
    expect(attachPlates([plate], [behind, inFront], known)).toEqual([1]);
    expect(attachPlates([plate], [behind], known)).toEqual([-1]);
  });
});
