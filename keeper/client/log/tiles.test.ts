import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryBundle, parseTilePath, tilePath, tileWidthAt, type Tile } from './tiles.ts';

describe('tile paths', () => {
  // 1234067 is the example of C2SP tlog-tiles; 123456078 and 3057500 those of golang.org/x/mod
  // sumdb/tlog (its tilePaths, less the height that C2SP leaves out).
  it.each<readonly [string, Tile]>([
    ['tile/0/000', { level: 0, number: 0, width: 256 }],
    ['tile/0/001.p/5', { level: 0, number: 1, width: 5 }],
    ['tile/1/x001/x234/067', { level: 1, number: 1_234_067, width: 256 }],
    ['tile/5/x123/x456/078.p/2', { level: 5, number: 123_456_078, width: 2 }],
    ['tile/entries/x003/x057/500', { level: 'entries', number: 3_057_500, width: 256 }],
  ])('%s', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    '',
    'tile/5/123/456/078',
    'tile/-1/001',
    'tile/00/001',
    'tile/64/001',
    'tile/0/1',
    'tile/0/x000/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/05',
    'tile/entries/001/',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/001.p/1/../..',
  ])('refuse %j', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  it('are read as they are written', () => {
    const tiles = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
      number: fc.nat({ max: 2 ** 40 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
  });
});

describe('a tile’s width', () => {
  // The examples of C2SP tlog-tiles, "Partial Tiles": trees of 70,000 and of 256 leaves.
  it.each([
    [0, 0, 0, 0],
    [70_000, 0, 272, 256],
    [70_000, 0, 273, 112],
    [70_000, 0, 274, 0],
    [70_000, 1, 0, 256],
    [70_000, 1, 1, 17],
    [70_000, 2, 0, 1],
    [70_000, 3, 0, 0],
    [256, 0, 0, 256],
    [256, 1, 0, 1],
  ])('of %d leaves at tile/%d/%d is %d', (size, level, number, width) => {
    expect(tileWidthAt({ level, number }, size)).toBe(width);
  });
});

describe('entry bundles', () => {
  it.each([
    ['none', [], ''],
    ['an empty entry', [''], '0000'],
    ['two', ['aa', 'bbbb'], '0001aa0002bbbb'],
  ])('of %s', (_, entries, expected) => {
    const bundle = entryBundle(entries.map((entry) => Buffer.from(entry, 'hex')));
    expect(bundle.toString('hex')).toBe(expected);
  });
});
