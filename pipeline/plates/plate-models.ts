import type { QuadPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';

/** A place in a picture that may hold (a line of) a plate. */
export interface TextRegion {
  /** In pixels of the picture given; corners in reading order, so that slant is kept. */
  readonly quadPx: QuadPx;
  /** 0…1 */
  readonly score: number;
}

/** Finds lines of text in a picture of any size; none: an empty list. */
export interface PlateLocaliser {
  /** `longSidePx`: the size at which the picture is looked at, longer side; a multiple of 32. */
  locate(picture: Raster, longSidePx: number): Promise<readonly TextRegion[]>;
}

/**
 * What the reader saw: probabilities of each character at each time step.
 * `probabilities` is float32, `steps × alphabet.length`, row-major, each row sums to 1; index 0 is the
 * CTC blank (Graves et al., 2006). `alphabet[i]` is the character of index `i` (`''` for the blank).
 */
export interface CharacterLattice {
  readonly probabilities: Float32Array;
  readonly steps: number;
  readonly alphabet: readonly string[];
}

/** Reads upright one-line crops. Gives one lattice a crop, in order; no crops: an empty list. */
export interface PlateReader {
  read(crops: readonly Raster[]): Promise<readonly CharacterLattice[]>;
}
