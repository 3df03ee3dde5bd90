import { Command } from 'commander';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { regionsOf } from '../../pipeline/grammar/region-list.ts';
import type { PlateRead } from '../../pipeline/plates/plate-reading.ts';
import { readPhotographPlates } from '../../pipeline/plates/read-photograph-plates.ts';
import { readPhotograph } from '../../workers/media/photograph.ts';
import { loadConfig } from '../config.ts';
import { asWaysideError, createOutput, errorRecord, reportError, type Output } from '../output.ts';
import { loadRecognisers, type Recognisers } from '../../models/recognisers.ts';
import { regionHelp } from '../region-help.ts';
import { roundConfidence } from '../../pipeline/round-confidence.ts';
import { stopSignal } from '../signals.ts';

interface ReadOptions {
  readonly region?: string;
  readonly json?: boolean;
}

export function readCommand(): Command {
  return new Command('read')
    .description('Read the number plates in photographs.')
    .argument('<image...>', 'photographs (JPEG, PNG, WebP, AVIF, TIFF, GIF)')
    .option('-r, --region <region>', regionHelp)
    .option('--json', 'one JSON line an image')
    .addHelpText(
      'after',
      `
Examples:
  wayside read car.jpg
  wayside read --region br --json *.jpg | jq -r '.plates[].text'

Exit code 0 when every image was read (plates or not), 2 when one could not be.`,
    )
    .action(async (images: readonly string[], options: ReadOptions) => {
      const output = createOutput(options.json ?? false);
      const config = loadConfig(process.env);
      const region = options.region ?? config.region;
      // A wrong region is told before the models load.
      plateGrammar(regionsOf(region), config.customPlates);
      const models = await loadRecognisers({ threads: config.threads });
      for (const image of images) {
        stopSignal.throwIfAborted();
        const failed = await readOne(image, output, models, {
          region,
          customPatterns: config.customPlates,
        });
        process.exitCode = Math.max(Number(process.exitCode ?? 0), failed);
      }
    });
}

/** Prints one image's plates, or why there are none; gives the exit code. */
async function readOne(
  image: string,
  output: Output,
  models: Recognisers,
  options: Parameters<typeof readPhotographPlates>[2],
): Promise<0 | 1 | 2> {
  try {
    const picture = await readPhotograph(image);
    const started = performance.now();
    const plates = await readPhotographPlates(picture, models, options);
    const ms = Math.round(performance.now() - started);
    output.result({ image, plates: plates.map(plateRecord), ms }, describe(image, plates, ms));
    return 0;
  } catch (error) {
    if (output.json) output.result({ image, plates: [], error: errorRecord(error) }, '');
    return output.json ? exitCodeOf(error) : reportError(output, error);
  }
}

function exitCodeOf(error: unknown): 1 | 2 {
  return asWaysideError(error).exitCode;
}

function plateRecord(read: PlateRead) {
  return {
    text: read.text,
    confidence: roundConfidence(read.confidence),
    characterConfidences: read.characters.map(({ confidence }) => roundConfidence(confidence)),
    alternatives: read.alternatives.map(({ text, confidence }) => ({
      text,
      confidence: roundConfidence(confidence),
    })),
    region: read.region,
    boxXywhPx: read.boxXywhPx.map((value) => Math.round(value * 10) / 10),
  };
}

function describe(image: string, plates: readonly PlateRead[], ms: number): string {
  if (plates.length === 0) return `${image}: no plate (${ms} ms)`;
  const lines = plates.map(
    ({ text, confidence, region }) =>
      `  ${text}  ${(confidence * 100).toFixed(0)}%  ${region ?? 'no known format'}`,
  );
  return [`${image} (${ms} ms)`, ...lines].join('\n');
}
