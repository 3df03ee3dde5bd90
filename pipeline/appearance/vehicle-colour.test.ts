import { describe, expect, it } from 'vitest';
import type { Raster } from '../image/raster.ts';
import type { Colour } from '../segment/segment-facts.ts';
import { toLch } from './lab.ts';
import { vehicleColour } from './vehicle-colour.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** A car seen from the front on a grey road: paint, a dark windscreen, tyres and shadow below, noise. */
function carPicture(paint: Rgb, light = 1, widthPx = 60, heightPx = 45): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  let seed = 1;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const across = x / widthPx;
      const down = y / heightPx;
      const road = across < 0.08 || across > 0.92 || down < 0.06;
      const glass = down > 0.15 && down < 0.4 && across > 0.22 && across < 0.78;
      const tyre = down > 0.85 && (across < 0.25 || across > 0.75);
      const grille = down > 0.62 && down < 0.72 && across > 0.35 && across < 0.65;
      const rgb: Rgb = road ? [120, 122, 125] : glass || tyre || grille ? [22, 24, 28] : paint;
      rgb.forEach((value, channel) => {
        seed = (seed * 48271) % 2147483647;
        const noisy = value * light + (seed / 2147483647 - 0.5) * 10;
        data[(y * widthPx + x) * 3 + channel] = Math.min(255, Math.max(0, noisy));
      });
    }
  }
  return { data, widthPx, heightPx };
}

describe('vehicleColour', () => {
  it('knows nothing of an empty or a tiny picture', () => {
    const unknown = { colour: 'unknown', confidence: 0 };
    expect(vehicleColour({ data: new Uint8Array(0), widthPx: 0, heightPx: 0 })).toEqual(unknown);
    expect(vehicleColour(carPicture([200, 20, 20], 1, 10, 8))).toEqual(unknown);
  });

  it.each<[Colour, Rgb]>([
    ['white', [235, 236, 238]],
    ['silver', [160, 163, 166]],
    ['grey', [95, 97, 100]],
    ['black', [30, 31, 33]],
    ['red', [170, 25, 30]],
    ['orange', [230, 110, 20]],
    ['yellow', [235, 200, 30]],
    ['green', [30, 110, 60]],
    ['blue', [30, 60, 150]],
    ['brown', [95, 60, 35]],
  ])('sees %s', (colour, paint) => {
    const guess = vehicleColour(carPicture(paint));
    expect(guess.colour).toBe(colour);
    expect(guess.confidence).toBeGreaterThan(0.4);
  });

  it('keeps a red car red in the shade', () => {
    expect(vehicleColour(carPicture([170, 25, 30], 0.6)).colour).toBe('red');
  });

  it('does not guess at night, nor from an infrared picture', () => {
    expect(vehicleColour(carPicture([170, 25, 30], 0.12)).colour).toBe('unknown');
    const infrared = carPicture([180, 180, 180]);
    for (let i = 0; i < infrared.data.length; i += 3) {
      infrared.data.fill(infrared.data[i]!, i, i + 3);
    }
    expect(vehicleColour(infrared)).toEqual({ colour: 'unknown', confidence: 0 });
  });
});

describe('toLch', () => {
  // Bruce Lindbloom's CIE colour calculator, D65, 2° observer.
  it.each<[string, Rgb, readonly [number, number, number]]>([
    ['white', [255, 255, 255], [100, 0, NaN]],
    ['red', [255, 0, 0], [53.24, 104.55, 40.0]],
    ['green', [0, 255, 0], [87.73, 119.78, 136.02]],
    ['blue', [0, 0, 255], [32.3, 133.81, 306.28]],
  ])('%s', (_name, rgb, [lightness, chroma, hueDeg]) => {
    const [l, c, h] = toLch(...rgb);
    expect(l).toBeCloseTo(lightness, 1);
    expect(c).toBeCloseTo(chroma, 0);
    if (!Number.isNaN(hueDeg)) expect(h).toBeCloseTo(hueDeg, 0);
  });
});
