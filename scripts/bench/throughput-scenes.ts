import { join } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';
import { busyScene, stillScene } from '../../fixtures/bench-scenes.ts';
import { renderSceneVideo } from '../../fixtures/render-video.ts';
import { generateScene } from '../../fixtures/scene.ts';
import { runFfmpeg } from '../../workers/media/ffmpeg.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { probe } from '../../workers/media/probe.ts';

export interface BenchScenes {
  readonly busy: string;
  readonly still: string;
}

/** What road cameras commonly send. */
const SIZE = { widthPx: 1920, heightPx: 1080 };
const FPS = 25;
const SCENE_MS = 20_000;
/** The still clip is drawn for so long, then repeated: drawing takes longer than analysing. */
const STILL_CLIP_MS = 5_000;
const STILL_REPEATS = 11;
const H264 = [
  ...['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
  ...['-g', String(2 * FPS)],
];

/** Generated: traffic on a road with a parked car (20 s), and the same road at rest (60 s). */
export async function generatedScenes(folder: string): Promise<BenchScenes> {
  const ffmpeg = await findFfmpeg();
  const busy = join(folder, 'busy.mp4');
  const clip = join(folder, 'still-clip.mp4');
  const still = join(folder, 'still.mp4');
  const encoder = { ffmpegPath: ffmpeg.path };
  await renderSceneVideo(await generateScene(busyScene(SCENE_MS)), busy, encoder);
  await renderSceneVideo(await generateScene(stillScene(STILL_CLIP_MS)), clip, encoder);
  await encode(['-stream_loop', String(STILL_REPEATS), '-i', clip, '-c', 'copy', still]);
  return { busy, still };
}

/** The video as 1080p25 H.264, and its first picture looked at for a minute by a noisy sensor. */
export async function scenesOf(video: string, folder: string): Promise<BenchScenes> {
  const info = await probe(video);
  const scale = `scale=${SIZE.widthPx}:${SIZE.heightPx}:flags=bicubic,setsar=1`;
  const fits = info.widthPx === SIZE.widthPx && info.heightPx === SIZE.heightPx;
  const asItIs = fits && info.codec === 'h264';
  const busy = asItIs ? video : join(folder, 'busy.mp4');
  if (!asItIs) await encode(['-i', video, '-vf', `${scale},fps=${FPS}`, ...H264, busy]);

  const picture = join(folder, 'still.png');
  const still = join(folder, 'still.mp4');
  await encode(['-i', video, '-frames:v', '1', '-vf', scale, picture]);
  const looped = ['-loop', '1', '-framerate', String(FPS), '-t', '60', '-i', picture];
  await encode([...looped, '-vf', 'noise=alls=5:allf=t', ...H264, still]);
  return { busy, still };
}

async function encode(argv: readonly string[]): Promise<void> {
  const run = runFfmpeg(await findFfmpeg(), ['-y', '-hide_banner', '-nostdin', ...argv]);
  run.stdout.resume();
  run.side.resume();
  const { exitCode, errors, log } = await run.ended;
  if (exitCode === 0) return;
  const reason = errors[0] ?? log.at(-1) ?? 'no reason given';
  throw new WaysideError('DECODE_FAILED', `ffmpeg could not make the scene: ${reason}`);
}
