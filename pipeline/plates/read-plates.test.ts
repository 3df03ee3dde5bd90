import { describe, expect, it } from 'vitest';
import { boundsOf, type BoxXywhPx, type QuadPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import type { Detection } from '../objects/detection.ts';
import type { PlateLocaliser, PlateReader } from './plate-models.ts';
import { readPhotographPlates } from './read-photograph-plates.ts';
import { onePerPlace, readPlates } from './read-plates.ts';
import { writtenLattice } from './written-lattice.ts';

/** A text that stands in a picture: its box painted in a grey that tells the reader which one it is. */
interface Painted {
  readonly box: BoxXywhPx;
  readonly text: string;
}

function paint(widthPx: number, heightPx: number, texts: readonly Painted[]): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  texts.forEach(({ box: [x, y, w, h] }, i) => {
    for (let row = y; row < y + h; row++) {
      data.fill(grey(i), (row * widthPx + x) * 3, (row * widthPx + x + w) * 3);
    }
  });
  return { data, widthPx, heightPx };
}
/** Apart from each other, and from each other's pale views. */
const grey = (index: number) => [20, 200, 120][index]!;

/** Models that see what was painted, in whatever crop they are given. */
function seeing(texts: readonly Painted[]) {
  const looks: Raster[] = [];
  const localiser: PlateLocaliser = {
    locate: (picture) => {
      looks.push(picture);
      return Promise.resolve(
        texts.flatMap((_, i) => {
          const quadPx = quadOfGrey(picture, grey(i));
          return quadPx === null ? [] : [{ quadPx, score: 0.9 }];
        }),
      );
    },
  };
  const reader: PlateReader = {
    read: (crops) =>
      Promise.resolve(
        crops.map(({ data, widthPx, heightPx }) => {
          const middle = data[((heightPx >> 1) * widthPx + (widthPx >> 1)) * 3]!;
          // Pale views pull greys towards the middle: contrast is a part of the full one there.
          const index = texts.findIndex((_, i) =>
            [grey(i), 127.5 + (grey(i) - 127.5) * 0.65].some((g) => Math.abs(g - middle) < 2),
          );
          return writtenLattice(texts[index]?.text ?? '');
        }),
      ),
  };
  return { localiser, reader, looks };
}

function quadOfGrey({ data, widthPx, heightPx }: Raster, value: number): QuadPx | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (data[(y * widthPx + x) * 3] !== value) continue;
      [left, top, right, bottom] = [
        Math.min(left, x),
        Math.min(top, y),
        Math.max(right, x + 1),
        Math.max(bottom, y + 1),
      ];
    }
  }
  return right < 0
    ? null
    : [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ];
}

const read = (texts: readonly Painted[], options: Parameters<typeof readPlates>[2] = {}) =>
  readPlates(paint(400, 300, texts), seeing(texts), options);

describe('reading plates', () => {
  it('finds none in a picture without text, and none that is only a sign', async () => {
    expect(await read([])).toEqual([]);
    expect(await read([{ box: [20, 20, 120, 30], text: 'RESTAURANT' }])).toEqual([]);
  });

  it('gives text, box, height and confidence', async () => {
    const [plate, ...others] = await read([{ box: [100, 200, 120, 30], text: 'RK828AG' }]);
    expect(others).toEqual([]);
    expect(plate).toMatchObject({
      text: 'RK828AG',
      region: 'eu',
      boxXywhPx: [100, 200, 120, 30],
      heightPx: 30,
    });
    expect(plate!.confidence).toBeGreaterThan(0.6);
    expect(plate!.characters.map((c) => c.character).join('')).toBe('RK828AG');
  });

  it('reads several plates, but one on a vehicle', async () => {
    const texts = [
      { box: [10, 20, 120, 30], text: 'RK828AG' },
      { box: [200, 200, 120, 30], text: 'BA302OZ' },
    ] as const;
    expect((await read(texts)).map((p) => p.text).sort()).toEqual(['BA302OZ', 'RK828AG']);
    expect(await read(texts, { isVehicle: true })).toHaveLength(1);
  });

  it('reads two lines as one plate', async () => {
    const plates = await read(
      [
        { box: [100, 100, 60, 28], text: 'ABC' },
        { box: [92, 132, 76, 30], text: '1234' },
      ],
      { regions: ['br'] },
    );
    expect(plates.map((p) => p.text)).toEqual(['ABC1234']);
    expect(plates[0]!.boxXywhPx).toEqual([92, 100, 76, 62]);
  });

  it('takes custom patterns and refuses unknown regions', async () => {
    const texts = [{ box: [100, 200, 120, 30], text: '9X9X9' }] as const;
    const customPatterns = [{ name: 'fleet', pattern: '9A9A9' }];
    const [plate] = await read(texts, { regions: ['fleet'], customPatterns });
    expect(plate).toMatchObject({ text: '9X9X9', region: 'fleet' });
    await expect(read(texts, { regions: ['atlantis'] })).rejects.toMatchObject({
      code: 'REGION_UNKNOWN',
    });
  });

  it('lets the looks at one place vote', async () => {
    const [plate] = await read([{ box: [100, 200, 120, 30], text: 'RK828AG' }]);
    const look = (text: string, confidence: number, second: string, share: number) => ({
      ...plate!,
      text,
      confidence,
      alternatives: [{ text: second, confidence: share }],
    });
    const looks = [look('A', 0.5, 'B', 0.4), look('B', 0.4, 'A', 0.1), look('B', 0.45, 'A', 0.1)];
    expect(onePerPlace(looks, 0.2).map((p) => p.text)).toEqual(['B']);
    expect(onePerPlace(looks, 0.9)).toEqual([]);
    expect(onePerPlace([], 0)).toEqual([]);
  });
});

describe('reading photographs', () => {
  const vehicle = (boxXywhPx: BoxXywhPx): Detection => ({
    objectClass: 'car',
    boxXywhPx,
    score: 0.9,
  });
  const plate: Painted = { box: [300, 300, 120, 30], text: 'RK828AG' };
  const photograph = async (texts: readonly Painted[], detections: readonly Detection[]) => {
    const models = seeing(texts);
    const objects = { detect: () => Promise.resolve(detections) };
    const plates = await readPhotographPlates(paint(640, 480, texts), { ...models, objects });
    return { plates, looks: models.looks };
  };

  it('looks inside the vehicle, and no further when sure', async () => {
    const { plates, looks } = await photograph([plate], [vehicle([200, 150, 320, 220])]);
    expect(plates.map((p) => [p.text, p.boxXywhPx])).toEqual([['RK828AG', [300, 300, 120, 30]]]);
    expect(looks).toHaveLength(1);
    expect(looks[0]!.widthPx).toBeLessThan(640);
  });

  it('looks at the whole picture where no vehicle shows a plate', async () => {
    expect((await photograph([plate], [])).plates.map((p) => p.text)).toEqual(['RK828AG']);
    const elsewhere = await photograph([plate], [vehicle([10, 10, 150, 100])]);
    expect(elsewhere.plates.map((p) => p.text)).toEqual(['RK828AG']);
    expect(elsewhere.looks).toHaveLength(2);
  });

  it('gives no text whose characters are too narrow to be told apart', async () => {
    const narrow: Painted = { box: [300, 300, 36, 16], text: 'RK828AG' };
    expect((await photograph([narrow], [])).plates).toEqual([]);
    const wide: Painted = { box: [300, 300, 72, 16], text: 'RK828AG' };
    expect((await photograph([wide], [])).plates.map((p) => p.text)).toEqual(['RK828AG']);
  });

  it('reads a picture that is only a plate, without looking for one', async () => {
    const texts: Painted[] = [{ box: [0, 0, 140, 36], text: '皖A0V262' }];
    const models = seeing(texts);
    const objects = { detect: () => Promise.reject(new Error('not needed')) };
    const plates = await readPhotographPlates(paint(140, 36, texts), { ...models, objects });
    expect(plates.map((p) => p.text)).toEqual(['皖A0V262']);
    expect(
      boundsOf([
        [0, 0],
        [140, 0],
        [140, 36],
        [0, 36],
      ]),
    ).toEqual(plates[0]!.boxXywhPx);
  });
});
