import type { PlateLocaliser } from '../pipeline/plates/plate-models.ts';
import {
  onPicture,
  regionsOfTextMap,
  TEXT_MAP_OPTIONS,
  toTextMapInput,
  type TextMapOptions,
} from '../pipeline/plates/text-map.ts';
import { expectOutput, loadSession, type SessionOptions } from './session.ts';

const OUTPUT = 'sigmoid_0.tmp_0';
const WARM_LONG_SIDE_PX = 320;

export interface LoadedPlateLocaliser extends PlateLocaliser {
  release(): Promise<void>;
}

/** The PP-OCRv4 text detector, loaded and warmed. @throws WaysideError MODEL_MISSING, MODEL_CORRUPT */
export async function loadTextLocaliser(
  session: SessionOptions,
  options: Partial<TextMapOptions> = {},
): Promise<LoadedPlateLocaliser> {
  const model = await loadSession('ppocr-v4-det', session);
  const settings = { ...TEXT_MAP_OPTIONS, ...options };
  const localiser: LoadedPlateLocaliser = {
    async locate(picture, longSidePx) {
      if (picture.widthPx === 0 || picture.heightPx === 0) return [];
      const input = toTextMapInput(picture, longSidePx);
      const { widthPx, heightPx } = input;
      const outputs = await model.run({
        x: { data: input.tensor, dims: [1, 3, heightPx, widthPx] },
      });
      const { data } = expectOutput(model.name, outputs, OUTPUT, [1, 1, heightPx, widthPx]);
      return onPicture(regionsOfTextMap({ data, widthPx, heightPx }, settings), input, picture);
    },
    release: () => model.release(),
  };
  const side = WARM_LONG_SIDE_PX;
  const black = { data: new Uint8Array(side * side * 3), widthPx: side, heightPx: side };
  await localiser.locate(black, side);
  return localiser;
}
