import { boundsOf, iou, type BoxXywhPx, type QuadPx } from '../geometry/box.ts';
import { minAreaRect } from '../geometry/min-area-rect.ts';
import { plateGrammar, type CustomPattern, type PlateGrammar } from '../grammar/plate-grammar.ts';
import type { Raster } from '../image/raster.ts';
import { sharpnessOf } from '../image/sharpness.ts';
import { quadSizePx, warpQuad } from '../image/warp.ts';
import { LINE_HEIGHT_PX } from './line-input.ts';
import { plateCandidates, type PlateCandidate } from './plate-candidates.ts';
import type { CharacterLattice, PlateLocaliser, PlateReader } from './plate-models.ts';
import type { PlateRead } from './plate-reading.ts';
import { textOfLattice } from './read-line.ts';

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
  /** Reads less sure than this aren't given; default 0.3. */
  readonly minimumConfidence?: number;
}

const DEFAULT_LONG_SIDE_PX = 640;
export const MINIMUM_CONFIDENCE = 0.3;

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
  const reads = await readCandidates(picture, plateCandidates(regions), models.reader, grammar);
  return onePerPlace(reads, options.minimumConfidence ?? MINIMUM_CONFIDENCE);
}

/** A read for each candidate that has a plate's format. */
export async function readCandidates(
  picture: Raster,
  candidates: readonly PlateCandidate[],
  reader: PlateReader,
  grammar: PlateGrammar,
): Promise<PlateRead[]> {
  const crops = new Map<QuadPx, Raster>();
  for (const quad of candidates.flatMap(({ lines }) => lines)) {
    if (!crops.has(quad)) crops.set(quad, uprightLine(picture, quad));
  }
  const quads = [...crops.keys()];
  const lattices = await reader.read([...crops.values()]);
  const latticeOf = new Map(quads.map((quad, i) => [quad, lattices[i]!]));
  const reads: PlateRead[] = [];
  for (const { lines } of candidates) {
    const text = textOfLattice(joinLattices(lines.map((line) => latticeOf.get(line)!)), grammar);
    if (text === null) continue;
    const box: BoxXywhPx = boundsOf(minAreaRect(lines.flat())!);
    reads.push({
      ...text,
      boxXywhPx: [...box],
      heightPx: lines.reduce((sum, line) => sum + quadSizePx(line).heightPx, 0),
      sharpness: sharpnessOf(crops.get(lines[lines.length - 1]!)!),
    });
  }
  return reads;
}

/** Of reads that share a place the surest; most confident first. */
export function onePerPlace(reads: readonly PlateRead[], minimumConfidence: number): PlateRead[] {
  const kept: PlateRead[] = [];
  for (const read of [...reads].sort((a, b) => b.confidence - a.confidence)) {
    if (read.confidence < minimumConfidence) break;
    if (!kept.some((other) => overlaps(read.boxXywhPx, other.boxXywhPx))) kept.push(read);
  }
  return kept;
}

function overlaps(a: BoxXywhPx, b: BoxXywhPx): boolean {
  return iou(a, b) > 0.1;
}

function uprightLine(picture: Raster, quad: QuadPx): Raster {
  const { widthPx, heightPx } = quadSizePx(quad);
  const scaled = Math.max(1, Math.round((widthPx * LINE_HEIGHT_PX) / Math.max(heightPx, 1)));
  return warpQuad(picture, quad, scaled, LINE_HEIGHT_PX);
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
