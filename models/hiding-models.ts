import { boundsOf } from '../pipeline/geometry/box.ts';
import type { PlateLocaliser } from '../pipeline/plates/plate-models.ts';
import type { ClipHidingModels } from '../pipeline/redact/hiding-models.ts';
import type { LoadedObjectDetector } from './object-detector.ts';
import manifest from './manifest.json' with { type: 'json' };

/**
 * A person is filled from this score on. Lower, and walls and posts are filled as well, which costs a
 * grey patch; a person left out costs more (figures: models/cards/hiding-people.md).
 */
export const PERSON_SCORE = 0.15;

/** What looks for people and plates to hide, of models that are loaded already. */
export function hidingModels(
  objects: Pick<LoadedObjectDetector, 'findPeopleAndObjects'>,
  localiser: PlateLocaliser,
): ClipHidingModels {
  const models: ClipHidingModels = {
    detectors: [
      { name: 'nanodet-g', sha256: manifest['nanodet-g'].sha256 },
      { name: 'ppocr-v4-det', sha256: manifest['ppocr-v4-det'].sha256 },
    ],
    async findPeopleAndObjects(picture) {
      const found = await objects.findPeopleAndObjects(picture, PERSON_SCORE);
      return { ...found, people: found.people.map(({ boxXywhPx }) => boxXywhPx) };
    },
    findPeople: async (picture) => (await models.findPeopleAndObjects(picture)).people,
    findText: async (picture, longSidePx) =>
      (await localiser.locate(picture, longSidePx)).map(({ quadPx }) => boundsOf(quadPx)),
  };
  return models;
}
