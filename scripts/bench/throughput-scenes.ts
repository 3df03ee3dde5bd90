import { join } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';
import { runFfmpeg } from '../../workers/media/ffmpeg.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { probe } from '../../workers/media/probe.ts';

/** What road cameras commonly send. */
const SIZE = { widthPx: 1920, heightPx: 1080 };
const FPS = 25;
const STILL_SECONDS = 60;
/** As a camera's own encoder would: fast, constant quality, a key frame every two seconds. */
const H264 = [
  ...['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
  ...['-g', String(2 * FPS)],
];

/** The video as 1080p25 H.264: itself where it already is, else made into it in the folder. */
export async function busyScene(video: string, folder: string): Promise<string> {
  const info = await probe(video);
  const fits = info.widthPx === SIZE.widthPx && info.heightPx === SIZE.heightPx;
  if (fits && info.codec === 'h264') return video;
  const path = join(folder, 'busy.mp4');
  const scale = `scale=${SIZE.widthPx}:${SIZE.heightPx}:flags=bicubic,setsar=1,fps=${FPS}`;
  await encode(['-i', video, '-vf', scale, ...H264, path]);
  return path;
}

/** The first picture of the video, looked at for a minute by a sensor that has noise. */
export async function stillScene(video: string, folder: string): Promise<string> {
  const picture = join(folder, 'still.png');
  const scale = `scale=${SIZE.widthPx}:${SIZE.heightPx}:flags=bicubic,setsar=1`;
  await encode(['-i', video, '-frames:v', '1', '-vf', scale, picture]);
  const path = join(folder, 'still.mp4');
  const looped = ['-loop', '1', '-framerate', String(FPS), '-t', String(STILL_SECONDS)];
  await encode([...looped, '-i', picture, '-vf', 'noise=alls=5:allf=t', ...H264, path]);
  return path;
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
