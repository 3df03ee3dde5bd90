import { Command } from 'commander';
import { WaysideError } from '../../pipeline/errors.ts';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { regionsOf } from '../../pipeline/grammar/region-list.ts';
import { listCameras, saveCamera } from '../../store/cameras.ts';
import type { FootageProgress } from '../../store/footage.ts';
import { importFootage } from '../../workers/import.ts';
import { loadConfig } from '../config.ts';
import { openHouse, type House } from '../house.ts';
import { createOutput, reportError, type Output } from '../output.ts';
import { regionHelp } from '../region-help.ts';
import { stopSignal } from '../signals.ts';
import { parseTime } from '../time-option.ts';

interface ImportOptions {
  readonly camera: string;
  readonly startedAt?: Date;
  readonly region?: string;
  readonly occasion?: string;
  readonly json?: boolean;
}

const CAMERA_ID = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

export function importCommand(): Command {
  return new Command('import')
    .description('Bring footage of one camera into the store, through the job graph.')
    .argument('<file...>', 'videos, in any container and codec that ffmpeg reads')
    .requiredOption('-c, --camera <id>', 'the camera that saw it; a new id adds the camera')
    .option(
      '--started-at <time>',
      'when the footage starts, ISO 8601 with offset (default: what the file says, else now)',
      parseTime,
    )
    .option('-r, --region <region>', `for a new camera: ${regionHelp}`)
    .option('--occasion <text>', 'for a new camera: why it is there')
    .option('--json', 'JSON lines: progress, then one {"type":"import"} a file')
    .addHelpText(
      'after',
      `
Examples:
  wayside import gate.mp4 --camera gate-north --started-at 2026-05-01T10:00:00+02:00
  wayside import a.mkv b.mkv --camera bridge --occasion "toll enforcement, order 12/26"

Interrupted, killed or cut off from a service, the same command goes on where it stopped; run again
after its end it changes nothing. Exit code 0 when every file is in, 1 or 2 when one isn't.`,
    )
    .action(async (files: readonly string[], options: ImportOptions) => {
      const output = createOutput(options.json ?? false);
      if (!CAMERA_ID.test(options.camera)) {
        throw new WaysideError(
          'USAGE',
          `a camera id has letters, digits, dots, dashes and underscores, 64 at most: ${options.camera}`,
        );
      }
      const config = loadConfig(process.env);
      if (options.region !== undefined)
        plateGrammar(regionsOf(options.region), config.customPlates);
      const house = await openHouse(config);
      try {
        await addCameraIfNew(house, options, config.region, output);
        await house.ensureWorkers();
        for (const file of files) {
          stopSignal.throwIfAborted();
          await importOne(file, options, house, config.segmentMs, output);
        }
      } finally {
        output.endProgress();
        await house.close();
      }
    });
}

async function addCameraIfNew(
  { services: { db } }: House,
  { camera: id, region, occasion }: ImportOptions,
  defaultRegion: string,
  output: Output,
): Promise<void> {
  const cameras = await listCameras(db);
  if (cameras.some((camera) => camera.id === id)) return;
  await saveCamera(db, { id, region: region ?? defaultRegion, occasion: occasion ?? null });
  output.note(
    `added camera ${id}` +
      (occasion === undefined ? '; say why it is there: wayside cameras set --help' : ''),
  );
}

/** Prints the result, or why there is none; other files still get done. */
async function importOne(
  file: string,
  { camera, startedAt }: ImportOptions,
  { services }: House,
  segmentMs: number,
  output: Output,
): Promise<void> {
  const started = performance.now();
  try {
    const result = await importFootage(file, {
      cameraId: camera,
      segmentMs,
      services,
      signal: stopSignal,
      ...(startedAt === undefined ? {} : { startedAt }),
      onProgress: (progress) => {
        tellProgress(output, file, progress);
      },
    });
    const { segments, tracks, plates, gaps } = result;
    const wallMs = Math.round(performance.now() - started);
    output.result(
      {
        type: 'import',
        file,
        camera,
        startedAt: result.startedAt.toISOString(),
        segments,
        tracks,
        plates,
        gaps,
        wallMs,
      },
      `${file}: ${segments} segments, ${tracks} tracks, ${plates} plates, ${gaps} gaps ` +
        `(${(wallMs / 1000).toFixed(1)} s); starts at ${result.startedAt.toISOString()}`,
    );
  } catch (error) {
    if (stopSignal.aborted) throw error;
    process.exitCode = Math.max(
      Number(process.exitCode ?? 0),
      reportError(output, error, { file }),
    );
  }
}

function tellProgress(output: Output, file: string, progress: FootageProgress): void {
  const { segments, segmentsTotal, tracks, sightings: plates, gaps } = progress;
  const stored = segments.stored + segments.detected + segments.tracked + segments.failed;
  const total = segmentsTotal ?? stored;
  const done = segments.tracked + segments.failed;
  // Detection is nearly all of the work; tracking follows in an instant.
  const fraction = total === 0 ? 0 : (done + segments.detected * 0.9) / total;
  output.progress(
    { type: 'progress', file, segments, segmentsTotal, tracks, plates, gaps },
    `${file}: ${done}/${segmentsTotal ?? '?'} segments, ${plates} plates`,
    segmentsTotal === null ? Math.min(fraction, 0.95) : fraction,
  );
}
