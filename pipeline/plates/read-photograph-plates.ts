import {
  areaPx,
  boundsOf,
  centreOf,
  clip,
  grow,
  type BoxXywhPx,
  type PointPx,
  type QuadPx,
} from '../geometry/box.ts';
import { plateGrammar, type CustomPattern, type PlateGrammar } from '../grammar/plate-grammar.ts';
import { regionsOf } from '../grammar/region-list.ts';
import { cropRaster, type Raster } from '../image/raster.ts';
import { isVehicle, type ObjectDetector } from '../objects/detection.ts';
import { clearCut } from './clear-cut.ts';
import { cutInTwo, plateCandidates } from './plate-candidates.ts';
import type { PlateRead } from './plate-reading.ts';
import {
  MINIMUM_CONFIDENCE,
  onePerPlace,
  readCandidates,
  type PlacedCandidate,
  type PlateModels,
} from './read-plates.ts';

export interface PhotographOptions {
  /** Region names as `regionsOf` takes them; default `auto`. */
  readonly region?: string;
  readonly customPatterns?: readonly CustomPattern[];
  /** Reads less sure than this aren't given, nor those half as clear-cut; default 0.2. */
  readonly minimumConfidence?: number;
}

/** A picture no larger than this, and as wide against its height as a plate, may be only a plate. */
const MAX_CROP_LONG_SIDE_PX = 320;
const MIN_CROP_ASPECT = 1.2;
const MAX_CROP_ASPECT = 7;

const WHOLE_LONG_SIDE_PX = 736;
/** The last look at a large picture in which nothing was read. */
const FINE_LONG_SIDE_PX = 1120;
const VEHICLE_LONG_SIDE_PX = 512;
const MAX_VEHICLES = 3;
const MIN_VEHICLE_SCORE = 0.35;
const MIN_VEHICLE_LONG_SIDE_PX = 60;
const SURE_CONFIDENCE = 0.6;
/** Unlike a video, a photograph shows the plate only once: a line less sure than this is looked at twice. */
const SURE_AT_ONE_LOOK = 0.95;
/** A text that is given must be this much surer, given that it is a plate, than it must be in all. */
const CLEAR_CUT_TO_CONFIDENCE = 2;
/** The width of a vehicle, unknown, that a plate crop must be on. */
const PLATE_ITSELF = 1;
/** A vehicle that fills this much of the picture is looked at as the whole picture. */
const FILLS_PICTURE = 0.7;

/**
 * The plates in a photograph, most confident first; none: an empty list. Boxes are in the picture's
 * pixels. Looks inside the largest vehicles, enlarged, at the whole picture where that gives
 * nothing sure, and at more of its detail where that gives nothing; a picture that is only a plate is read as one.
 *
 * @throws WaysideError REGION_UNKNOWN, PATTERN_INVALID
 */
export async function readPhotographPlates(
  picture: Raster,
  models: PlateModels & { readonly objects: ObjectDetector },
  options: PhotographOptions = {},
): Promise<PlateRead[]> {
  const grammar = plateGrammar(regionsOf(options.region ?? 'auto'), options.customPatterns);
  const minimum = options.minimumConfidence ?? MINIMUM_CONFIDENCE;
  const asPlate = isPlateCrop(picture)
    ? onePerPlace(
        await readCandidates(
          picture,
          wholePicture(picture),
          models.reader,
          grammar,
          SURE_AT_ONE_LOOK,
        ),
        minimum,
      )
    : [];
  if ((asPlate[0]?.confidence ?? 0) >= SURE_CONFIDENCE) return asPlate;
  const vehicles = await vehicleBoxes(picture, models.objects);
  const reads: PlateRead[] = [];
  if (!fillsPicture(vehicles[0], picture)) {
    // Side by side: the lines of one vehicle are read while the next is searched for its own.
    const inVehicles = vehicles
      .slice(0, MAX_VEHICLES)
      .map((box) => readInside(picture, box, VEHICLE_LONG_SIDE_PX, models, grammar, vehicles));
    reads.push(...(await Promise.all(inVehicles)).flat());
  }
  const whole: BoxXywhPx = [0, 0, picture.widthPx, picture.heightPx];
  const surest = () => Math.max(0, ...reads.map(({ confidence }) => confidence));
  if (surest() < SURE_CONFIDENCE) {
    reads.push(
      ...(await readInside(picture, whole, WHOLE_LONG_SIDE_PX, models, grammar, vehicles)),
    );
  }
  if (surest() < minimum && Math.max(picture.widthPx, picture.heightPx) >= FINE_LONG_SIDE_PX) {
    reads.push(...(await readInside(picture, whole, FINE_LONG_SIDE_PX, models, grammar, vehicles)));
  }
  const clear = onePerPlace(reads, minimum).filter(
    (read) => clearCut(read) >= CLEAR_CUT_TO_CONFIDENCE * minimum,
  );
  const found = onePerVehicle(clear, vehicles);
  return found.length > 0 ? found : asPlate;
}

function isPlateCrop({ widthPx, heightPx }: Raster): boolean {
  const aspect = widthPx / Math.max(heightPx, 1);
  return (
    Math.max(widthPx, heightPx) <= MAX_CROP_LONG_SIDE_PX &&
    aspect >= MIN_CROP_ASPECT &&
    aspect <= MAX_CROP_ASPECT
  );
}

function wholePicture({ widthPx, heightPx }: Raster): PlacedCandidate[] {
  const quad: QuadPx = [
    [0, 0],
    [widthPx, 0],
    [widthPx, heightPx],
    [0, heightPx],
  ];
  const stacked = widthPx < heightPx * 2.4 ? [{ lines: cutInTwo(quad) }] : [];
  return [{ lines: [quad] }, ...stacked].map((candidate) => ({
    candidate,
    vehicleWidthPx: PLATE_ITSELF,
  }));
}

/** Vehicles large enough to read a plate on, largest first. */
async function vehicleBoxes(picture: Raster, objects: ObjectDetector): Promise<BoxXywhPx[]> {
  return (await objects.detect(picture))
    .filter(({ objectClass, score }) => isVehicle(objectClass) && score >= MIN_VEHICLE_SCORE)
    .map(({ boxXywhPx }) => clip(grow(boxXywhPx, 0.05), picture.widthPx, picture.heightPx))
    .filter(([, , w, h]) => Math.max(w, h) >= MIN_VEHICLE_LONG_SIDE_PX)
    .sort((a, b) => areaPx(b) - areaPx(a));
}

function fillsPicture(box: BoxXywhPx | undefined, { widthPx, heightPx }: Raster): boolean {
  return box !== undefined && areaPx(box) > FILLS_PICTURE * widthPx * heightPx;
}

async function readInside(
  picture: Raster,
  box: BoxXywhPx,
  longSidePx: number,
  { localiser, reader }: PlateModels,
  grammar: PlateGrammar,
  vehicles: readonly BoxXywhPx[],
): Promise<PlateRead[]> {
  const [left, top] = box;
  const regions = await localiser.locate(cropRaster(picture, box), longSidePx);
  const moved = regions.map(({ quadPx: [a, b, c, d], score }) => {
    const move = ([x, y]: PointPx): PointPx => [x + left, y + top];
    return { quadPx: [move(a), move(b), move(c), move(d)] as const, score };
  });
  const placed = plateCandidates(moved).map((candidate) => ({
    candidate,
    vehicleWidthPx: vehicleAround(boundsOf(candidate.lines[0]!), vehicles)?.[2] ?? null,
  }));
  return readCandidates(picture, placed, reader, grammar, SURE_AT_ONE_LOOK);
}

/** The smallest vehicle box that the middle of the given box lies in. */
function vehicleAround(box: BoxXywhPx, vehicles: readonly BoxXywhPx[]): BoxXywhPx | undefined {
  const [x, y] = centreOf(box);
  return vehicles.findLast(
    ([left, top, w, h]) => x >= left && x <= left + w && y >= top && y <= top + h,
  );
}

/** Of the reads on one vehicle the first; all that are on none. */
function onePerVehicle(reads: readonly PlateRead[], vehicles: readonly BoxXywhPx[]): PlateRead[] {
  const taken = new Set<BoxXywhPx>();
  return reads.filter(({ boxXywhPx }) => {
    const vehicle = vehicleAround(boxXywhPx, vehicles);
    if (vehicle === undefined) return true;
    if (taken.has(vehicle)) return false;
    taken.add(vehicle);
    return true;
  });
}
