import type { Raster } from '../image/raster.ts';
import { COLOURS, type Colour } from '../segment/segment-facts.ts';
import { toLch } from './lab.ts';

export interface ColourGuess {
  readonly colour: Colour;
  /** 0…1: how far the body agrees on it. */
  readonly confidence: number;
}

/** Colours get names here, so that a vehicle is looked for by what people call it. */
const MIN_SIDE_PX = 12;
/** Mean lightness of what is around the body under which lamps decide what a colour looks like. */
const NIGHT_LIGHTNESS = 17;
/** Mean chroma under which the camera gives no colour at all: infrared at night. */
const MONOCHROME_CHROMA = 0.8;
/** Less agreement than this is no answer. */
const MIN_SHARE = 0.32;

/**
 * The colour of the vehicle that fills the picture (its box, as it is in the frame). Each pixel of the
 * body votes for a colour name by its lightness, chroma and hue (CIE L*C*h); an ellipse leaves out the
 * road in the corners, and what is dark or glassy counts little, so that windows, grille and tyres don't
 * make every car black. Too small, too dark or without colour (infrared): `unknown`, confidence 0.
 */
export function vehicleColour(picture: Raster): ColourGuess {
  const { widthPx, heightPx, data } = picture;
  if (Math.min(widthPx, heightPx) < MIN_SIDE_PX) return { colour: 'unknown', confidence: 0 };
  const votes = new Map<Colour, number>();
  let total = 0;
  let around = 0;
  let lightnessAround = 0;
  let chroma = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = (y * widthPx + x) * 3;
      const [l, c, h] = toLch(data[at]!, data[at + 1]!, data[at + 2]!);
      const body = bodyWeight((x + 0.5) / widthPx, (y + 0.5) / heightPx);
      if (body === 0) {
        around++;
        lightnessAround += l;
        continue;
      }
      const colour = nameOf(l, c, h);
      const weight = body * weightOf(colour, c);
      votes.set(colour, (votes.get(colour) ?? 0) + weight);
      total += body;
      chroma += body * c;
    }
  }
  if (lightnessAround / around < NIGHT_LIGHTNESS || chroma / total < MONOCHROME_CHROMA) {
    return { colour: 'unknown', confidence: 0 };
  }
  return decide(votes);
}

function decide(votes: ReadonlyMap<Colour, number>): ColourGuess {
  const sum = [...votes.values()].reduce((a, b) => a + b, 0);
  const ranked = COLOURS.map((colour) => ({ colour, share: (votes.get(colour) ?? 0) / sum })).sort(
    (a, b) => b.share - a.share,
  );
  const [first, second] = ranked;
  if (first!.share < MIN_SHARE) return { colour: 'unknown', confidence: 1 - first!.share };
  return {
    colour: first!.colour,
    confidence: Math.min(1, first!.share + (first!.share - second!.share) / 2),
  };
}

/**
 * How much a place of the box counts, 0…1: inside an ellipse, most in the lower middle where bonnet,
 * doors and boot are, less in the upper part where the windows are, nothing at the wheels.
 */
function bodyWeight(x: number, y: number): number {
  if (((x - 0.5) / 0.42) ** 2 + ((y - 0.52) / 0.4) ** 2 > 1) return 0;
  return y < 0.42 ? 0.5 : 1;
}

/** Paint is what has colour; what is dark is as likely to be glass, rubber or shadow. */
function weightOf(colour: Colour, chroma: number): number {
  if (colour === 'black') return 0.45;
  if (colour === 'grey') return 0.6;
  return chroma > 25 ? 1.6 : 1;
}

function nameOf(lightness: number, chroma: number, hueDeg: number): Colour {
  // A little chroma is the sky's, a dark pixel's chroma is mostly noise.
  const coloured = chroma > (lightness < 25 ? 9 : hueDeg > 180 && hueDeg < 300 ? 14 : 12);
  if (!coloured) {
    if (lightness < 26) return 'black';
    if (lightness < 50) return 'grey';
    return lightness < 74 ? 'silver' : 'white';
  }
  if (hueDeg < 42 || hueDeg >= 330) return 'red';
  if (hueDeg < 70) return lightness < 45 || chroma < 35 ? 'brown' : 'orange';
  if (hueDeg < 105) return chroma < 28 ? (lightness > 55 ? 'silver' : 'brown') : 'yellow';
  if (hueDeg < 190) return 'green';
  return hueDeg < 305 ? 'blue' : 'red';
}
