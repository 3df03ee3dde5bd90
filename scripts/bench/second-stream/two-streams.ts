import { join } from 'node:path';
import { busyScene } from '../../../fixtures/bench-scenes.ts';
import { liveScene } from '../../../fixtures/live-scene.ts';
import { renderSceneVideo } from '../../../fixtures/render-video.ts';
import { generateScene, type SceneOptions } from '../../../fixtures/scene.ts';
import { runFfmpeg } from '../../../workers/media/ffmpeg.ts';
import { findFfmpeg } from '../../../workers/media/find-ffmpeg.ts';

/** Nothing at all; one vehicle every 20 s; two to four in the picture at any time and one that is parked. */
export const ROADS = ['empty', 'quiet', 'busy'] as const;
export type Road = (typeof ROADS)[number];
export type Size = '1080p' | '4k';

export interface TwoStreams {
  readonly main: string;
  /** 640×360. */
  readonly second: string;
  /** Painted on vehicles that come by near enough to be read. */
  readonly plates: readonly string[];
}

const FPS = 25;
const H264 = ['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];
const MAIN = {
  '1080p': ['-b:v', '4M', '-g', String(2 * FPS)],
  '4k': ['-vf', 'scale=3840:2160:flags=bicubic', '-b:v', '12M', '-g', String(2 * FPS)],
};
const SECOND = ['-vf', 'scale=640:360', '-b:v', '512k', '-g', String(FPS)];

/** Draws the road at 1080p and encodes it as a camera with two streams would. */
export async function makeTwoStreams(
  road: Road,
  { size, durationMs }: { readonly size: Size; readonly durationMs: number },
  folder: string,
): Promise<TwoStreams> {
  const scene = await generateScene(sceneOf(road, durationMs));
  const drawn = join(folder, 'drawn.mp4');
  await renderSceneVideo(scene, drawn, { ffmpegPath: (await findFfmpeg()).path });
  const [main, second] = [join(folder, 'main.mp4'), join(folder, 'second.mp4')];
  await encode(['-i', drawn, ...H264, ...MAIN[size], main]);
  await encode(['-i', drawn, ...H264, ...SECOND, second]);
  const near = scene.truth.vehicles.filter(({ plateWidthPx }) => plateWidthPx >= 60);
  return { main, second, plates: near.map(({ plate }) => plate) };
}

function sceneOf(road: Road, durationMs: number): SceneOptions {
  if (road === 'busy') return busyScene(durationMs);
  const size = { widthPx: 1920, heightPx: 1080 };
  const quiet = liveScene({ ...size, seed: 11, durationMs, everyMs: 20_000 });
  return road === 'quiet' ? quiet : { ...quiet, vehicles: [] };
}

async function encode(argv: readonly string[]): Promise<void> {
  const run = runFfmpeg(await findFfmpeg(), ['-y', '-hide_banner', '-nostdin', ...argv]);
  run.stdout.resume();
  run.side.resume();
  const { exitCode, log } = await run.ended;
  if (exitCode !== 0) throw new Error(`ffmpeg could not make the streams: ${log.at(-1) ?? ''}`);
}
