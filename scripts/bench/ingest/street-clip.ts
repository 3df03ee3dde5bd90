import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../../workers/media/find-ffmpeg.ts';

const run = promisify(execFile);

export const CLIP_FPS = 25;
const CLIP_SECONDS = 12;
const KEYFRAME_SECONDS = 2;

/** 1080p at 25 frames a second, H.264 without B-frames, a keyframe every two seconds. */
export interface StreetClip {
  readonly path: string;
  /** As it came out. */
  readonly bitsPerSecond: number;
}

/** Moving, noisy pictures at a constant bit rate, as many road cameras are set to send them. */
export async function makeStreetClip(path: string, bitsPerSecond: number): Promise<StreetClip> {
  const { path: ffmpeg } = await findFfmpeg();
  const rate = String(bitsPerSecond);
  const keyframes = String(KEYFRAME_SECONDS * CLIP_FPS);
  await run(ffmpeg, [
    ...['-nostdin', '-y', '-v', 'error', '-f', 'lavfi'],
    ...['-i', `testsrc2=s=1920x1080:r=${CLIP_FPS}:d=${CLIP_SECONDS},noise=alls=12:allf=t`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0'],
    ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate],
    ...['-x264-params', 'nal-hrd=cbr', '-g', keyframes, '-keyint_min', keyframes],
    ...['-sc_threshold', '0', path],
  ]);
  return { path, bitsPerSecond: ((await stat(path)).size * 8) / CLIP_SECONDS };
}
