import { areaPx, clip, grow, type BoxXywhPx, type QuadPx } from '../geometry/box.ts';
import { plateGrammar, type CustomPattern, type PlateGrammar } from '../grammar/plate-grammar.ts';
import { cropRaster, type Raster } from '../image/raster.ts';
import { isVehicle, type ObjectDetector } from '../objects/detection.ts';
import { cutInTwo, plateCandidates, type PlateCandidate } from './plate-candidates.ts';
import type { PlateRead } from './plate-reading.ts';
import {
  MINIMUM_CONFIDENCE,
  onePerPlace,
  readCandidates,
  type PlateModels,
} from './read-plates.ts';

export interface PhotographOptions {
  /** A region name, preset or custom name; default `auto`. */
  readonly region?: string;
  readonly customPatterns?: readonly CustomPattern[];
  /** Reads less sure than this aren't given. */
  readonly minimumConfidence?: number;
}

/** A picture no larger than this, and as wide against its height as a plate, is only a plate. */
const MAX_CROP_LONG_SIDE_PX = 320;
const MIN_CROP_ASPECT = 1.2;
const MAX_CROP_ASPECT = 7;

const WHOLE_LONG_SIDE_PX = 736;
const VEHICLE_LONG_SIDE_PX = 512;
const MAX_VEHICLES = 3;
const MIN_VEHICLE_SCORE = 0.35;
const MIN_VEHICLE_LONG_SIDE_PX = 60;
const SURE_CONFIDENCE = 0.6;
/** A vehicle that fills this much of the picture is looked at as the whole picture. */
const FILLS_PICTURE = 0.7;

/**
 * The plates in a photograph, most confident first; none: an empty list. Boxes are in the picture's
 * pixels. Looks inside the largest vehicles, enlarged, and at the whole picture where that gives
 * nothing sure; a picture that is only a plate is read as one.
 *
 * @throws WaysideError REGION_UNKNOWN, PATTERN_INVALID
 */
export async function readPhotographPlates(
  picture: Raster,
  models: PlateModels & { readonly objects: ObjectDetector },
  options: PhotographOptions = {},
): Promise<PlateRead[]> {
  const grammar = plateGrammar([options.region ?? 'auto'], options.customPatterns);
  const minimum = options.minimumConfidence ?? MINIMUM_CONFIDENCE;
  const reads: PlateRead[] = [];
  if (isPlateCrop(picture)) {
    reads.push(...(await readCandidates(picture, wholePicture(picture), models.reader, grammar)));
    return onePerPlace(reads, minimum);
  }
  for (const box of await vehicleBoxes(picture, models.objects)) {
    reads.push(...(await readInside(picture, box, VEHICLE_LONG_SIDE_PX, models, grammar)));
  }
  if (!reads.some(({ confidence }) => confidence >= SURE_CONFIDENCE)) {
    const whole: BoxXywhPx = [0, 0, picture.widthPx, picture.heightPx];
    reads.push(...(await readInside(picture, whole, WHOLE_LONG_SIDE_PX, models, grammar)));
  }
  return onePerPlace(reads, minimum);
}

function isPlateCrop({ widthPx, heightPx }: Raster): boolean {
  const aspect = widthPx / Math.max(heightPx, 1);
  return (
    Math.max(widthPx, heightPx) <= MAX_CROP_LONG_SIDE_PX &&
    aspect >= MIN_CROP_ASPECT &&
    aspect <= MAX_CROP_ASPECT
  );
}

function wholePicture({ widthPx, heightPx }: Raster): PlateCandidate[] {
  const quad: QuadPx = [
    [0, 0],
    [widthPx, 0],
    [widthPx, heightPx],
    [0, heightPx],
  ];
  const stacked = widthPx < heightPx * 2.4 ? [{ lines: cutInTwo(quad) }] : [];
  return [{ lines: [quad] }, ...stacked];
}

async function vehicleBoxes(picture: Raster, objects: ObjectDetector): Promise<BoxXywhPx[]> {
  const found = await objects.detect(picture);
  const boxes = found
    .filter(({ objectClass, score }) => isVehicle(objectClass) && score >= MIN_VEHICLE_SCORE)
    .map(({ boxXywhPx }) => clip(grow(boxXywhPx, 0.05), picture.widthPx, picture.heightPx))
    .filter(([, , w, h]) => Math.max(w, h) >= MIN_VEHICLE_LONG_SIDE_PX)
    .sort((a, b) => areaPx(b) - areaPx(a));
  const fills =
    areaPx(boxes[0] ?? [0, 0, 0, 0]) > FILLS_PICTURE * picture.widthPx * picture.heightPx;
  return fills ? [] : boxes.slice(0, MAX_VEHICLES);
}

async function readInside(
  picture: Raster,
  box: BoxXywhPx,
  longSidePx: number,
  { localiser, reader }: PlateModels,
  grammar: PlateGrammar,
): Promise<PlateRead[]> {
  const crop = cropRaster(picture, box);
  const regions = await localiser.locate(crop, longSidePx);
  const reads = await readCandidates(crop, plateCandidates(regions), reader, grammar);
  return reads.map((read) => {
    const [x, y, w, h] = read.boxXywhPx;
    return { ...read, boxXywhPx: [x + box[0], y + box[1], w, h] };
  });
}
