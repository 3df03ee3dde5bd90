import type { PlateLocaliser, PlateReader } from '../pipeline/plates/plate-models.ts';
import { loadObjectDetector, type LoadedObjectDetector } from './object-detector.ts';
import type { SessionOptions } from './session.ts';
import { loadTextLocaliser } from './text-localiser.ts';
import { loadTextReader } from './text-reader.ts';

export interface Recognisers {
  readonly objects: LoadedObjectDetector;
  readonly localiser: PlateLocaliser;
  readonly reader: PlateReader;
}

/** Every model, loaded and warmed. @throws WaysideError MODEL_MISSING, MODEL_CORRUPT */
export async function loadRecognisers(session: SessionOptions): Promise<Recognisers> {
  const [objects, localiser, reader] = await Promise.all([
    loadObjectDetector(session),
    loadTextLocaliser(session),
    loadTextReader(session),
  ]);
  return { objects, localiser, reader };
}
