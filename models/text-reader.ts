import { WaysideError } from '../pipeline/errors.ts';
import type { CharacterLattice, PlateReader } from '../pipeline/plates/plate-models.ts';
import { LINE_HEIGHT_PX, toLineInput } from '../pipeline/plates/line-input.ts';
import { expectOutput, loadSession, type SessionOptions } from './session.ts';
import { readWeights } from './weights.ts';

const OUTPUT = 'softmax_11.tmp_0';
const WARM_WIDTH_PX = 176;

export interface LoadedPlateReader extends PlateReader {
  /** What it can read; index 0 is the CTC blank. */
  readonly alphabet: readonly string[];
  release(): Promise<void>;
}

/**
 * The PP-OCRv4 recogniser, loaded and warmed. Crops run one by one: on CPU a batch costs as much a
 * crop (3.1 ms against 3.5 ms at 160 px, two threads), and padding to a common width costs accuracy.
 *
 * @throws WaysideError MODEL_MISSING, MODEL_CORRUPT
 */
export async function loadTextReader(session: SessionOptions): Promise<LoadedPlateReader> {
  const model = await loadSession('ppocr-v4-rec', session);
  const alphabet = await readAlphabet();
  const readOne = async (crop: Parameters<typeof toLineInput>[0]): Promise<CharacterLattice> => {
    const { tensor, widthPx } = toLineInput(crop);
    const outputs = await model.run({ x: { data: tensor, dims: [1, 3, LINE_HEIGHT_PX, widthPx] } });
    const output = expectOutput(model.name, outputs, OUTPUT, [1, -1, alphabet.length]);
    return { probabilities: output.data, steps: output.dims[1]!, alphabet };
  };
  const reader: LoadedPlateReader = {
    alphabet,
    async read(crops) {
      const lattices: CharacterLattice[] = [];
      for (const crop of crops) {
        const empty = crop.widthPx === 0 || crop.heightPx === 0;
        lattices.push(
          empty ? { probabilities: new Float32Array(0), steps: 0, alphabet } : await readOne(crop),
        );
      }
      return lattices;
    },
    release: () => model.release(),
  };
  await reader.read([
    {
      data: new Uint8Array(WARM_WIDTH_PX * LINE_HEIGHT_PX * 3),
      widthPx: WARM_WIDTH_PX,
      heightPx: LINE_HEIGHT_PX,
    },
  ]);
  return reader;
}

/** The blank, the characters of the file, and the space that PaddleOCR adds at the end. */
async function readAlphabet(): Promise<readonly string[]> {
  const lines = (await readWeights('ppocr-v4-alphabet')).toString('utf8').split('\n');
  if (lines.length < 2) throw new WaysideError('MODEL_CORRUPT', 'the reader’s alphabet is empty');
  return ['', ...lines, ' '];
}
