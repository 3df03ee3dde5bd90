import type { Raster } from '../image/raster.ts';

/** The colour of a plate's ground, as far as formats depend on it. */
export type PlateGround = 'blue' | 'green' | 'other';

/** How much one channel must outshine another for the picture to have a hue. */
const HUE_RATIO = 1.2;

/** The ground of a plate's crop; characters cover less than half of it, so its mean tells. Empty: other. */
export function plateGround({ data }: Raster): PlateGround {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let i = 0; i < data.length; i += 3) {
    red += data[i]!;
    green += data[i + 1]!;
    blue += data[i + 2]!;
  }
  if (blue > HUE_RATIO * red && blue > green) return 'blue';
  if (green > HUE_RATIO * red && green > blue) return 'green';
  return 'other';
}

/**
 * Natural log of how much the ground speaks for a region: Chinese plates are blue, those of new-energy
 * vehicles green (GA 36-2018); ordinary plates elsewhere are white, grey or yellow.
 */
export function groundLogOdds(ground: PlateGround, region: string): number {
  if (ground === 'other') return 0;
  if (region === 'cn') return 2;
  return ground === 'blue' ? -2 : 0;
}
