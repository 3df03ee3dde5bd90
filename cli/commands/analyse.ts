import { Command, InvalidArgumentError } from 'commander';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { regionsOf } from '../../pipeline/grammar/region-list.ts';
import type { Track } from '../../pipeline/track/track.ts';
import { analyseFile, type AnalyseSummary } from '../../workers/analyse-file.ts';
import { loadConfig } from '../config.ts';
import { createOutput, errorRecord, reportError, type Output } from '../output.ts';
import { loadRecognisers } from '../../models/recognisers.ts';
import { regionHelp } from '../region-help.ts';
import { roundConfidence } from '../../pipeline/round-confidence.ts';
import { stopSignal } from '../signals.ts';

interface AnalyseOptions {
  readonly region?: string;
  readonly fps?: number;
  readonly json?: boolean;
}

export function analyseCommand(): Command {
  return new Command('analyse')
    .description('Track vehicles and read plates in a video, without a database. Keeps nothing.')
    .argument('<video>', 'any container and codec that ffmpeg reads')
    .option('-r, --region <region>', regionHelp)
    .option('--fps <number>', 'frames analysed a second of video (default: 5)', parseFps)
    .option('--json', 'a JSON line a track, then a summary')
    .addHelpText(
      'after',
      `
Examples:
  wayside analyse gate.mp4
  wayside analyse gate.mp4 --region eu --fps 8 --json | jq 'select(.plate != null)'

Times are milliseconds from the start of the file.`,
    )
    .action(async (video: string, options: AnalyseOptions) => {
      const output = createOutput(options.json ?? false);
      const config = loadConfig(process.env);
      const region = options.region ?? config.region;
      plateGrammar(regionsOf(region), config.customPlates);
      const results = analyseFile(video, {
        models: await loadRecognisers({ threads: config.threads }),
        regions: regionsOf(region),
        customPatterns: config.customPlates,
        fps: options.fps ?? config.analysisFps,
        signal: stopSignal,
        onProgress: ({ mediaMs, durationMs }) => {
          if (!output.json) output.progress({}, video, durationMs > 0 ? mediaMs / durationMs : 0);
        },
      });
      for await (const result of results) {
        if (result.type === 'track') printTrack(output, result.track);
        else printSummary(output, video, result.summary);
      }
    });
}

function printTrack(output: Output, track: Track): void {
  const { number, objectClass, colour, colourConfidence, firstMs, lastMs, directionDeg, plate } =
    track;
  const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(7);
  output.result(
    {
      type: 'track',
      trackId: number,
      class: objectClass,
      colour: colour,
      colourConfidence: roundConfidence(colourConfidence),
      directionDeg: directionDeg === null ? null : Math.round(directionDeg),
      firstMs: Math.round(firstMs),
      lastMs: Math.round(lastMs),
      plate:
        plate === null
          ? null
          : {
              text: plate.text,
              confidence: roundConfidence(plate.confidence),
              characterConfidences: plate.characters.map((c) => roundConfidence(c.confidence)),
              alternatives: plate.alternatives.map(({ text, confidence }) => ({
                text,
                confidence: roundConfidence(confidence),
              })),
              region: plate.region,
            },
    },
    `${seconds(firstMs)}–${seconds(lastMs)} s  ${colour} ${objectClass}` +
      (plate === null ? '' : `  ${plate.text} ${(plate.confidence * 100).toFixed(0)}%`),
  );
}

function printSummary(output: Output, video: string, summary: AnalyseSummary): void {
  const { damage, durationMs, wallMs, realTimeFactor, peakRssMb, ...frames } = summary;
  // What could be read is printed already; the exit code tells that some could not.
  if (damage !== null) process.exitCode = reportError(output, damage, { file: video });
  output.result(
    {
      type: 'summary',
      durationMs: Math.round(durationMs),
      ...frames,
      wallMs: Math.round(wallMs),
      realTimeFactor: Math.round(realTimeFactor * 100) / 100,
      peakRssMb: Math.round(peakRssMb),
      damage: damage === null ? null : errorRecord(damage),
    },
    `${(durationMs / 1000).toFixed(1)} s of video in ${(wallMs / 1000).toFixed(1)} s: ` +
      `${realTimeFactor.toFixed(1)} × real time, ${frames.framesAnalysed} frames analysed ` +
      `(${frames.framesStill} of them still), ${peakRssMb.toFixed(0)} MB at most`,
  );
}

function parseFps(text: string): number {
  const fps = Number(text);
  if (!(fps > 0 && fps <= 60)) throw new InvalidArgumentError('Use a number above 0, 60 at most.');
  return fps;
}
