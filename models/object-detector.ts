import type { Raster } from '../pipeline/image/raster.ts';
import type { Detection, ObjectDetector } from '../pipeline/objects/detection.ts';
import {
  COCO_CLASSES,
  decodeNanodet,
  decodePeople,
  DISTANCE_BINS,
  NANODET_LONG_SIDE_PX,
  NANODET_STRIDES_PX,
  toNanodetInput,
  type NanodetOptions,
} from '../pipeline/objects/nanodet.ts';
import { expectOutput, loadSession, type SessionOptions } from './session.ts';

/** The lower limit is for the tracker's second stage (ByteTrack), which wants weak boxes too. */
const DEFAULTS: NanodetOptions = { minimumScore: 0.2, maximumIou: 0.6 };

export interface LoadedObjectDetector extends ObjectDetector {
  /** With one look: people down to the given score, also where something else is likelier, and all. */
  findPeopleAndObjects(
    picture: Raster,
    personScore: number,
  ): Promise<{ readonly people: readonly Detection[]; readonly objects: readonly Detection[] }>;
  release(): Promise<void>;
}

/** NanoDet-g, loaded and warmed. @throws WaysideError MODEL_MISSING, MODEL_CORRUPT */
export async function loadObjectDetector(
  session: SessionOptions,
  options: Partial<NanodetOptions> = {},
): Promise<LoadedObjectDetector> {
  const model = await loadSession('nanodet-g', session);
  const settings = { ...DEFAULTS, ...options };
  const look = async (picture: Raster) => {
    const input = toNanodetInput(picture);
    const outputs = await model.run({
      picture: { data: input.tensor, dims: [1, 3, input.heightPx, input.widthPx] },
    });
    const levels = NANODET_STRIDES_PX.map((stridePx) => {
      const cells = (input.widthPx / stridePx) * (input.heightPx / stridePx);
      const output = (name: string, columns: number) =>
        expectOutput(model.name, outputs, `${name}_${stridePx}`, [1, cells, columns]).data;
      return {
        stridePx,
        scores: output('scores', COCO_CLASSES),
        distances: output('boxes', 4 * DISTANCE_BINS),
      };
    });
    return { input, levels };
  };
  const detector: LoadedObjectDetector = {
    async detect(picture) {
      if (picture.widthPx === 0 || picture.heightPx === 0) return [];
      const { input, levels } = await look(picture);
      return decodeNanodet(input, levels, picture, settings);
    },
    async findPeopleAndObjects(picture, personScore) {
      if (picture.widthPx === 0 || picture.heightPx === 0) return { people: [], objects: [] };
      const { input, levels } = await look(picture);
      const forPeople = { ...settings, minimumScore: personScore };
      return {
        people: decodePeople(input, levels, picture, forPeople),
        objects: decodeNanodet(input, levels, picture, settings),
      };
    },
    release: () => model.release(),
  };
  const side = NANODET_LONG_SIDE_PX;
  await detector.detect({ data: new Uint8Array(side * side * 3), widthPx: side, heightPx: side });
  return detector;
}
