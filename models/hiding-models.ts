import { boundsOf } from '../pipeline/geometry/box.ts';
import type { PlateLocaliser } from '../pipeline/plates/plate-models.ts';
import type { HidingModels } from '../pipeline/redact/hiding-models.ts';
import type { LoadedObjectDetector } from './object-detector.ts';
import manifest from './manifest.json' with { type: 'json' };

/**
 * A person is filled from this score on: at 0.05 walls and posts are filled too, which costs a grey patch;
 * a person left out costs more (models/cards/hiding-people.md has the figures).
 */
export const PERSON_SCORE = 0.08;
/** A picture of a vehicle is searched for text at this size, longer side. */
const TEXT_LONG_SIDE_PX = 960;

/** @param textLongSidePx the size at which pictures are searched for text */
export function hidingModels(
  objects: Pick<LoadedObjectDetector, 'findPeople'>,
  localiser: PlateLocaliser,
  textLongSidePx = TEXT_LONG_SIDE_PX,
): HidingModels {
  return {
    detectors: [
      { name: 'nanodet-g', sha256: manifest['nanodet-g'].sha256 },
      { name: 'ppocr-v4-det', sha256: manifest['ppocr-v4-det'].sha256 },
    ],
    findPeople: async (picture) =>
      (await objects.findPeople(picture, PERSON_SCORE)).map(({ boxXywhPx }) => boxXywhPx),
    findText: async (picture) =>
      (await localiser.locate(picture, textLongSidePx)).map(({ quadPx }) => boundsOf(quadPx)),
  };
}
