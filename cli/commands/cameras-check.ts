import { Command, InvalidArgumentError } from 'commander';
import { WaysideError } from '../../pipeline/errors.ts';
import { checkStream, type StreamCheck } from '../cameras/check-stream.ts';
import { readCameras } from '../cameras/read-cameras.ts';
import type { ConfiguredCamera } from '../cameras/resolve-cameras.ts';
import { createOutput, errorRecord, type Output } from '../output.ts';
import { stopSignal } from '../signals.ts';

interface CheckOptions {
  readonly seconds: number;
  readonly json?: boolean;
}

const DEFAULT_SECONDS = 25;
const AT_ONCE = 4;
/** Segments get as long as keyframes are apart, and search is as late. */
const FAR_KEYFRAMES_MS = 4000;

export function camerasCheckCommand(): Command {
  return new Command('check')
    .description('Connect to the cameras of wayside.yaml and say what comes; nothing is kept.')
    .argument('[name]', 'one of them; without, all')
    .option('--seconds <n>', 'how long to listen to each, at most', seconds, DEFAULT_SECONDS)
    .option('--json', 'a JSON line a stream')
    .addHelpText(
      'after',
      `
Examples:
  wayside cameras check
  wayside cameras check gate-north --json

Needs nothing but the file: no database, no keeper. Exits with 1 where a stream can't be had.`,
    )
    .action(async (name: string | undefined, options: CheckOptions, command: Command) => {
      const { json = false } = command.optsWithGlobals<CheckOptions>();
      const output = createOutput(json);
      const { cameras } = readCameras(process.env);
      const asked = cameras.filter(({ source }) => name === undefined || source.cameraId === name);
      if (name !== undefined && asked.length === 0) {
        throw new WaysideError('CAMERA_UNKNOWN', 'wayside.yaml has no camera of this name');
      }
      if (asked.length === 0) output.note('no cameras in wayside.yaml yet: see docs/cameras.md');
      const streams = asked.flatMap(streamsOf);
      const workers = Array.from({ length: AT_ONCE }, async () => {
        for (let stream = streams.shift(); stream !== undefined; stream = streams.shift()) {
          const isGood = await checkOne(stream, options.seconds * 1000, output);
          if (!isGood) process.exitCode = 1;
        }
      });
      await Promise.all(workers);
    });
}

interface Stream {
  readonly camera: string;
  readonly stream: 'main' | 'detection';
  readonly url: string;
}

function streamsOf({
  source: { cameraId: camera, url, detectionUrl },
}: ConfiguredCamera): Stream[] {
  const main: Stream = { camera, stream: 'main', url };
  return detectionUrl === null
    ? [main]
    : [main, { camera, stream: 'detection', url: detectionUrl }];
}

async function checkOne(
  { camera, stream, url }: Stream,
  withinMs: number,
  output: Output,
): Promise<boolean> {
  const label = stream === 'main' ? camera : `${camera} (detection)`;
  const record = { type: 'camera-check', camera, stream };
  try {
    const check = await checkStream(url, { signal: stopSignal, withinMs });
    output.result({ ...record, ok: true, ...check }, `${label}  ${inWords(check)}`);
    return true;
  } catch (error) {
    stopSignal.throwIfAborted();
    const { code, message, remedy } = errorRecord(error);
    output.result(
      { ...record, ok: false, error: { code, message, remedy } },
      `${label}  ${code}: ${message}\n  ${remedy}`,
    );
    return false;
  }
}

function inWords(check: StreamCheck): string {
  const { codec, widthPx, heightPx, keyframeMs, bitsPerSecond, clockSource } = check;
  const size = widthPx === null || heightPx === null ? '' : ` ${widthPx}×${heightPx}`;
  const megabits = (bitsPerSecond / 1e6).toFixed(1);
  const clock =
    clockSource === 'camera' ? 'timed by the camera’s clock' : 'timed by when it arrives';
  return `${codec ?? 'video'}${size}, ${megabits} Mbit/s, ${keyframesInWords(keyframeMs)}, ${clock}`;
}

function keyframesInWords(keyframeMs: number | null): string {
  if (keyframeMs === null) return 'one keyframe only: set a shorter distance in the camera';
  const apart = `a keyframe every ${(keyframeMs / 1000).toFixed(1)} s`;
  return keyframeMs > FAR_KEYFRAMES_MS ? `${apart}, which makes segments as long` : apart;
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 600) return value;
  throw new InvalidArgumentError('Use a whole number from 1 to 600.');
}
