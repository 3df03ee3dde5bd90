import type { BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import type { Detection } from '../objects/detection.ts';
import type { HidingDetector } from './redaction-record.ts';

/** Looks for what has to be hidden: rather too much than too little. Boxes in the picture's pixels. */
export interface HidingModels {
  /** For the record. */
  readonly detectors: readonly HidingDetector[];
  /** People, however unsure; none: an empty list. */
  findPeople(picture: Raster): Promise<readonly BoxXywhPx[]>;
  /**
   * Lines of text that may be plates, read or not; none: an empty list. `longSidePx`: the size at which
   * the picture is searched, longer side.
   */
  findText(picture: Raster, longSidePx: number): Promise<readonly BoxXywhPx[]>;
}

export interface ClipHidingModels extends HidingModels {
  /** With one look: people however unsure, and everything that the detector is sure of. */
  findPeopleAndObjects(picture: Raster): Promise<{
    readonly people: readonly BoxXywhPx[];
    readonly objects: readonly Detection[];
  }>;
}
