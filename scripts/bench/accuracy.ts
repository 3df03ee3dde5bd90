import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput, type Output } from '../../cli/output.ts';
import { loadRecognisers, type Recognisers } from '../../models/recognisers.ts';
import { regionHelp } from '../../cli/region-help.ts';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { readPhotographPlates } from '../../pipeline/plates/read-photograph-plates.ts';
import { readPhotograph } from '../../workers/media/photograph.ts';
import { labelledSets, type LabelledSet } from './accuracy-labels.ts';
import { isMissed, scoreSet, type AccuracyScore, type ReadImage } from './accuracy-score.ts';
import { benchMachine } from './bench-machine.ts';

export interface AccuracyOptions {
  readonly region: string;
  readonly misses: boolean;
  readonly json: boolean;
  readonly threads: string;
}

/** `accuracy DIR… [--region R] [--misses] [--json]`: how well plates are read in labelled photographs. */
export async function accuracyBench(args: readonly string[]): Promise<void> {
  await new Command('accuracy')
    .argument('<dir...>', 'sets, or folders of sets: photographs with a labels.jsonl')
    .option('--region <region>', regionHelp, 'auto')
    .option('--threads <n>', 'threads inside one inference', '2')
    .option('--misses', 'print the plates not read and the texts that are no labelled plate', false)
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(measure)
    .parseAsync([...args], { from: 'user' });
}

async function measure(folders: readonly string[], options: AccuracyOptions): Promise<void> {
  const output = createOutput(options.json);
  // Told before minutes of measuring: an unknown region, a folder that isn't there.
  plateGrammar([options.region]);
  const sets = (await Promise.all(folders.map(labelledSets))).flat();
  const models = await loadRecognisers({ threads: Number(options.threads) });
  const machine = { ...benchMachine(), threads: Number(options.threads) };
  output.result(
    { type: 'machine', ...machine },
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, onnxruntime ${machine.onnxruntime}, ${machine.threads} threads`,
  );
  for (const set of sets) {
    const images = await readSet(set, models, options.region);
    if (options.misses) for (const image of images) printMiss(output, set.name, image);
    const score = scoreSet(set.name, images);
    output.result({ type: 'accuracy', region: options.region, ...score }, lineOf(score));
  }
}

async function readSet(
  set: LabelledSet,
  models: Recognisers,
  region: string,
): Promise<ReadImage[]> {
  const images: ReadImage[] = [];
  for (const label of set.images) {
    const picture = await readPhotograph(join(set.folder, label.image));
    // Decoding the JPEG isn't part of the figure: it is the camera's or the disk's share.
    const startMs = performance.now();
    const reads = await readPhotographPlates(picture, models, { region });
    images.push({ label, reads, wallMs: performance.now() - startMs });
  }
  return images;
}

function printMiss(output: Output, set: string, image: ReadImage): void {
  if (!isMissed(image)) return;
  const expected = image.label.plates.map(({ text }) => text);
  const got = image.reads.map(({ text }) => text);
  output.result(
    { type: 'miss', set, image: image.label.image, expected, got },
    `  ${image.label.image}: expected ${expected.join(', ') || 'nothing'}, got ${got.join(', ') || 'nothing'}`,
  );
}

function lineOf(score: AccuracyScore): string {
  const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)}%`);
  return (
    `${score.set}: ${score.images} images, ${score.plates} plates, strict ${percent(score.strict)}, ` +
    `folded ${percent(score.folded)}, found ${percent(score.found)}, precision ${percent(score.precision)}, ` +
    `median ${score.medianMs.toFixed(0)} ms, p95 ${score.p95Ms.toFixed(0)} ms`
  );
}
