import { describe, expect, it } from 'vitest';
import { checkZones, zonesOfBox, type Zone } from './zones.ts';

const zone = (name: string, left: number, right: number): Zone => ({
  name,
  polygon: [
    [left, 0.5],
    [right, 0.5],
    [right, 1],
    [left, 1],
  ],
});
const SIZE = { widthPx: 1000, heightPx: 500 };
const ROAD = [zone('left lane', 0, 0.5), zone('right lane', 0.5, 1), zone('all', 0, 1)];

describe('zonesOfBox', () => {
  it('gives none where there are none', () => {
    expect(zonesOfBox([0, 0, 10, 10], SIZE, [])).toEqual([]);
  });
  it.each<[string, [number, number, number, number], string[]]>([
    ['goes by the lower edge, not the middle of the box', [200, 0, 100, 300], ['left lane', 'all']],
    ['gives nothing to what stands above', [200, 0, 100, 240], []],
    ['takes what reaches below the picture', [700, 300, 100, 260], ['right lane', 'all']],
    ['takes what reaches out at the side', [960, 300, 200, 100], ['right lane', 'all']],
  ])('%s', (_case, box, names) => {
    expect(zonesOfBox(box, SIZE, ROAD)).toEqual(names);
  });
});

describe('checkZones', () => {
  it('takes none, and any that don’t cross themselves', () => {
    expect(() => {
      checkZones([]);
      checkZones(ROAD);
    }).not.toThrow();
  });
  it.each<[string, Zone[]]>([
    ['two of a name', [zone('a', 0, 0.5), zone('a', 0.5, 1)]],
    [
      'a line',
      [
        {
          name: 'a',
          polygon: [
            [0, 0],
            [0.5, 0.5],
            [1, 1],
          ],
        },
      ],
    ],
    [
      'a bow tie',
      [
        {
          name: 'a',
          polygon: [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
          ],
        },
      ],
    ],
    [
      'a speck',
      [
        {
          name: 'a',
          polygon: [
            [0, 0],
            [0.005, 0],
            [0, 0.005],
          ],
        },
      ],
    ],
  ])('refuses %s', (_case, zones) => {
    expect(() => {
      checkZones(zones);
    }).toThrow(expect.objectContaining({ code: 'ZONE_INVALID', details: { zone: 'a' } }));
  });
});
