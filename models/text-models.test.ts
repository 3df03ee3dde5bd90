import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPlate } from '../fixtures/plate-drawing.ts';
import type { InventedPlate } from '../fixtures/plate-text.ts';
import { boundsOf, iou } from '../pipeline/geometry/box.ts';
import { PLATE_CHARACTERS } from '../pipeline/grammar/characters.ts';
import type { Raster } from '../pipeline/image/raster.ts';
import { readPlates } from '../pipeline/plates/read-plates.ts';
import { loadTextLocaliser, type LoadedPlateLocaliser } from './text-localiser.ts';
import { loadTextReader, type LoadedPlateReader } from './text-reader.ts';

const EMPTY: Raster = { data: new Uint8Array(0), widthPx: 0, heightPx: 0 };
const PLATE_BOX = [180, 200, 208, 44] as const;

/** A new plate on a grey picture of 640×480 px. */
async function pictureOf(plate: InventedPlate): Promise<Raster> {
  const { widthMm, heightMm, body } = drawPlate(plate);
  const [x, y, w, h] = PLATE_BOX;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#778"/>` +
    `<svg x="${x}" y="${y}" width="${w}" height="${h}" viewBox="0 0 ${widthMm} ${heightMm}">${body}</svg></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

describe('PP-OCRv4', () => {
  let localiser: LoadedPlateLocaliser;
  let reader: LoadedPlateReader;
  beforeAll(async () => {
    localiser = await loadTextLocaliser({ threads: 1 });
    reader = await loadTextReader({ threads: 1 });
  });
  afterAll(async () => {
    await localiser.release();
    await reader.release();
  });

  it('finds nothing in nothing and in an even picture', async () => {
    expect(await localiser.locate(EMPTY, 640)).toEqual([]);
    const even = { data: new Uint8Array(320 * 320 * 3).fill(120), widthPx: 320, heightPx: 320 };
    expect(await localiser.locate(even, 320)).toEqual([]);
    expect(await reader.read([])).toEqual([]);
    expect((await reader.read([EMPTY]))[0]!.steps).toBe(0);
  });

  it('knows every character of the grammars', () => {
    const missing = PLATE_CHARACTERS.filter((c) => !reader.alphabet.includes(c));
    expect(missing).toEqual([]);
  });

  it('gives probabilities that sum to 1 a step', async () => {
    const plate = {
      region: 'eu',
      style: 'eu-de',
      text: 'MAB1234',
      groups: ['M', 'AB', '1234'],
    } as const;
    const [lattice] = await reader.read([await pictureOf(plate)]);
    const { probabilities, steps, alphabet } = lattice!;
    expect(probabilities).toHaveLength(steps * alphabet.length);
    for (let step = 0; step < steps; step++) {
      const row = probabilities.subarray(step * alphabet.length, (step + 1) * alphabet.length);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
    }
  });

  it.each<InventedPlate>([
    { region: 'eu', style: 'eu-de', text: 'MAB1234', groups: ['M', 'AB', '1234'] },
    { region: 'br', style: 'br-mercosul', text: 'BRA2E19', groups: ['BRA2E19'] },
    { region: 'cn', style: 'cn', text: '皖A12345', groups: ['皖A', '12345'] },
  ])('localises and reads $text', async (plate) => {
    const regions = [plate.region];
    const picture = await pictureOf(plate);
    const [read] = await readPlates(picture, { localiser, reader }, { regions });
    expect(read?.text).toBe(plate.text);
    expect(read?.region).toBe(plate.region);
    expect(iou(read!.boxXywhPx, PLATE_BOX)).toBeGreaterThan(0.3);
    const [region] = await localiser.locate(picture, 640);
    expect(iou(boundsOf(region!.quadPx), PLATE_BOX)).toBeGreaterThan(0.3);
  });
});
