import { loadObjectDetector } from '../models/object-detector.ts';
import { loadTextLocaliser } from '../models/text-localiser.ts';
import { loadTextReader } from '../models/text-reader.ts';
import type { ObjectDetector } from '../pipeline/objects/detection.ts';
import type { PlateLocaliser, PlateReader } from '../pipeline/plates/plate-models.ts';

export interface Recognisers {
  readonly objects: ObjectDetector;
  readonly localiser: PlateLocaliser;
  readonly reader: PlateReader;
}

/** Every model, loaded and warmed. @throws WaysideError MODEL_MISSING, MODEL_CORRUPT */
export async function loadRecognisers(threads: number): Promise<Recognisers> {
  const [objects, localiser, reader] = await Promise.all([
    loadObjectDetector({ threads }),
    loadTextLocaliser({ threads }),
    loadTextReader({ threads }),
  ]);
  return { objects, localiser, reader };
}
