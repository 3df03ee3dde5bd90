import { hidingModels } from '../models/hiding-models.ts';
import { loadRecognisers } from '../models/recognisers.ts';
import { regionsOf } from '../pipeline/grammar/region-list.ts';
import { readPlates } from '../pipeline/plates/read-plates.ts';
import type { ClipHidingModels } from '../pipeline/redact/hiding-models.ts';
import type { AnalysisTools } from './analyse-segment.ts';
import type { WorkerConfig } from './config.ts';
import { openGate } from './gate.ts';
import { PictureSizes } from './picture-sizes.ts';

/** Loads the models. @throws WaysideError MODEL_MISSING, MODEL_CORRUPT */
export async function loadAnalysisTools({
  threads,
  customPlates,
}: Pick<WorkerConfig, 'threads' | 'customPlates'>): Promise<{
  tools: AnalysisTools;
  hiding: ClipHidingModels;
}> {
  const { objects, ...plateModels } = await loadRecognisers({ threads });
  const hiding = hidingModels(objects, plateModels.localiser);
  const tools: AnalysisTools = {
    gate: openGate(),
    pictureSizes: new PictureSizes(),
    modelsFor: (region) => ({
      objects,
      hiding,
      readPlates: (picture, look) =>
        readPlates(picture, plateModels, {
          regions: regionsOf(region),
          customPatterns: customPlates,
          ...look,
        }),
    }),
  };
  return { tools, hiding };
}
