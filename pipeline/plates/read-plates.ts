import { boundsOf, iou, type BoxXywhPx, type QuadPx } from '../geometry/box.ts';
import { minAreaRect } from '../geometry/min-area-rect.ts';
import { printedAlike } from '../grammar/characters.ts';
import { plateGrammar, type CustomPattern, type PlateGrammar } from '../grammar/plate-grammar.ts';
import { cropRaster, type Raster } from '../image/raster.ts';
import { sharpnessOf } from '../image/sharpness.ts';
import { quadSizePx } from '../image/warp.ts';
import { drawLine, LOOSE_VIEW, TIGHT_VIEW, type LineView } from './line-crop.ts';
import { plateCandidates, type PlateCandidate } from './plate-candidates.ts';
import type { CharacterLattice, PlateLocaliser, PlateReader } from './plate-models.ts';
import type { PlateRead } from './plate-reading.ts';
import { groundLogOdds, plateGround } from './plate-ground.ts';
import { legibility, placeLogOdds } from './plate-place.ts';
import { explainLattice, textOfViews, type Explanation } from './read-line.ts';

export interface PlateModels {
  readonly localiser: PlateLocaliser;
  readonly reader: PlateReader;
}

export interface ReadPlatesOptions {
  /** Region names, presets or custom names; default `['auto']`. */
  readonly regions?: readonly string[];
  readonly customPatterns?: readonly CustomPattern[];
  /** The size at which the picture is looked at, longer side; default 640. */
  readonly longSidePx?: number;
  /** Whether the picture is the crop of one vehicle; then at most one plate is given. Default false. */
  readonly isVehicle?: boolean;
  /** Reads less sure than this aren't given. */
  readonly minimumConfidence?: number;
}

const DEFAULT_LONG_SIDE_PX = 640;
export const MINIMUM_CONFIDENCE = 0.2;
/** A read as sure as this needs no second look, unless told otherwise; a hopeless one isn't worth it. */
const SURE_CONFIDENCE = 0.65;
const HOPELESS_CONFIDENCE = 0.05;
/** The second look leaves out the ends, and with them much of a province character. */
const SURE_PROVINCE_CONFIDENCE = 0.65;

/**
 * The plates in a vehicle crop or a plate camera's frame, most confident first; none: an empty list.
 * Boxes are in the picture's pixels.
 *
 * @throws WaysideError REGION_UNKNOWN, PATTERN_INVALID
 */
export async function readPlates(
  picture: Raster,
  models: PlateModels,
  options: ReadPlatesOptions = {},
): Promise<PlateRead[]> {
  const grammar = plateGrammar(options.regions, options.customPatterns);
  const regions = await models.localiser.locate(
    picture,
    options.longSidePx ?? DEFAULT_LONG_SIDE_PX,
  );
  const vehicleWidthPx = options.isVehicle === true ? picture.widthPx : null;
  const reads = await readCandidates(
    picture,
    plateCandidates(regions).map((candidate) => ({ candidate, vehicleWidthPx })),
    models.reader,
    grammar,
  );
  const kept = onePerPlace(reads, options.minimumConfidence ?? MINIMUM_CONFIDENCE);
  return vehicleWidthPx === null ? kept : kept.slice(0, 1);
}

/** A candidate and the width of the vehicle that it is on, if it is on one. */
export interface PlacedCandidate {
  readonly candidate: PlateCandidate;
  readonly vehicleWidthPx: number | null;
}

/**
 * A read for each candidate that has a plate's format, whatever its confidence. Reads less sure than
 * `sureConfidence` take a second look.
 */
export async function readCandidates(
  picture: Raster,
  placed: readonly PlacedCandidate[],
  reader: PlateReader,
  grammar: PlateGrammar,
  sureConfidence = SURE_CONFIDENCE,
): Promise<PlateRead[]> {
  const lookAt = lineLooker(picture, reader);
  const reads: PlateRead[] = [];
  for (const { candidate, vehicleWidthPx } of placed) {
    const boxXywhPx = boundsOf(minAreaRect(candidate.lines.flat())!);
    const crop = cropRaster(picture, boundsOf(candidate.lines[candidate.lines.length - 1]!));
    const place = placeLogOdds(candidate, vehicleWidthPx);
    const ground = plateGround(crop);
    const odds = (region: string) => place + groundLogOdds(ground, region);
    const look = async (view: LineView) => ({
      explanation: explainLattice(await lookAt(candidate, view), grammar, odds),
      weight: view.weight,
    });
    const views = [await look(LOOSE_VIEW)];
    const best = views[0]!.explanation[0];
    if (best !== undefined && deservesSecondLook(best, boxXywhPx, reads, sureConfidence)) {
      views.push(await look(TIGHT_VIEW));
    }
    const lineHeightPx = Math.min(...candidate.lines.map((line) => quadSizePx(line).heightPx));
    const text = textOfViews(views, legibility(lineHeightPx));
    if (text === null) continue;
    reads.push({
      ...text,
      boxXywhPx: [...boxXywhPx],
      heightPx: candidate.lines.reduce((sum, line) => sum + quadSizePx(line).heightPx, 0),
      sharpness: sharpnessOf(crop),
    });
  }
  return reads;
}

/** Whether the look left a doubt that matters: neither sure nor hopeless, and no surer read is there. */
function deservesSecondLook(
  { fit, share }: Explanation[number],
  boxXywhPx: BoxXywhPx,
  reads: readonly PlateRead[],
  sureConfidence: number,
): boolean {
  const sure = fit.region === 'cn' ? SURE_PROVINCE_CONFIDENCE : sureConfidence;
  if (share < HOPELESS_CONFIDENCE || share > sure) return false;
  return !reads.some(
    (read) => read.confidence > share && iou(read.boxXywhPx, boxXywhPx) > SAME_PLACE_IOU,
  );
}

/** Reads candidates' lines; a line that several candidates share is read once a view. */
function lineLooker(picture: Raster, reader: PlateReader) {
  const seen = new Map<QuadPx, Map<LineView, CharacterLattice>>();
  return async ({ lines }: PlateCandidate, view: LineView): Promise<CharacterLattice> => {
    const lattices: CharacterLattice[] = [];
    for (const line of lines) {
      const ofLine = seen.get(line) ?? new Map<LineView, CharacterLattice>();
      seen.set(line, ofLine);
      const lattice = ofLine.get(view) ?? (await reader.read([drawLine(picture, line, view)]))[0]!;
      ofLine.set(view, lattice);
      lattices.push(lattice);
    }
    return joinLattices(lattices);
  };
}

/**
 * Of reads that share a place, the one whose text they back most together; most confident first.
 * Reads less confident than the minimum aren't given.
 */
export function onePerPlace(reads: readonly PlateRead[], minimumConfidence: number): PlateRead[] {
  const kept: PlateRead[] = [];
  let open = [...reads].sort((a, b) => b.confidence - a.confidence);
  for (let first = open[0]; first !== undefined; first = open[0]) {
    const { boxXywhPx } = first;
    const here = open.filter((read) => iou(read.boxXywhPx, boxXywhPx) > SAME_PLACE_IOU);
    const best = here.reduce((a, b) => (backing(b, here) > backing(a, here) ? b : a));
    if (best.confidence >= minimumConfidence) kept.push(best);
    open = open.filter((read) => iou(read.boxXywhPx, boxXywhPx) <= OVERLAP_IOU);
  }
  return kept.sort((a, b) => b.confidence - a.confidence);
}

/** Two looks at one line; anything that overlaps it at all can't be another plate. */
const SAME_PLACE_IOU = 0.5;
const OVERLAP_IOU = 0.1;

/** The confidence that all reads together give this read's text. */
function backing({ text }: PlateRead, reads: readonly PlateRead[]): number {
  const alike = printedAlike(text);
  return reads.reduce((sum, read) => {
    const named = [read, ...read.alternatives].find((a) => printedAlike(a.text) === alike);
    return sum + (named?.confidence ?? 0);
  }, 0);
}

/** One lattice after another, with a step of blank between so that equal neighbours stay two. */
function joinLattices(lattices: readonly CharacterLattice[]): CharacterLattice {
  const [first, ...others] = lattices;
  if (first === undefined || others.length === 0)
    return first ?? { probabilities: new Float32Array(0), steps: 0, alphabet: [''] };
  const width = first.alphabet.length;
  const steps = lattices.reduce((sum, l) => sum + l.steps, others.length);
  const probabilities = new Float32Array(steps * width);
  let at = 0;
  for (const lattice of lattices) {
    if (at > 0) probabilities[at++ * width] = 1;
    probabilities.set(lattice.probabilities, at * width);
    at += lattice.steps;
  }
  return { probabilities, steps, alphabet: first.alphabet };
}
