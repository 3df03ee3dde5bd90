import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import packaged from '@ffmpeg-installer/ffmpeg';
import { findFfmpeg, type Ffmpeg } from './find-ffmpeg.ts';

const execFileAsync = promisify(execFile);

/** The packaged ffmpeg and, where there is another, the machine's own: both have to do. */
export async function everyFfmpeg(): Promise<readonly (readonly [string, Ffmpeg])[]> {
  const ours = await findFfmpeg({ WAYSIDE_FFMPEG: packaged.path });
  const system = await findFfmpeg({ PATH: process.env.PATH });
  const all = system.source === 'path' ? [ours, system] : [ours];
  return all.map((ffmpeg) => [`ffmpeg ${ffmpeg.version}`, ffmpeg] as const);
}

/** A white rectangle in the top left quarter of a black picture, with a moving noise patch. */
export function cornerSource(widthPx: number, heightPx: number, seconds: number): string[] {
  const graph =
    `color=c=black:s=${widthPx}x${heightPx}:r=25:d=${seconds},` +
    `drawbox=x=0:y=0:w=${widthPx / 2}:h=${heightPx / 2}:color=white:t=fill`;
  return ['-f', 'lavfi', '-i', graph];
}

export function movingSource(widthPx: number, heightPx: number, seconds: number): string[] {
  return ['-f', 'lavfi', '-i', `testsrc=s=${widthPx}x${heightPx}:r=25:d=${seconds}`];
}

/** H.264 with B-frames and a keyframe every second, as cameras send it. */
export const H264 = [
  ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast'],
  ...['-g', '25', '-keyint_min', '25', '-bf', '2'],
];

/** Makes a clip with the packaged ffmpeg; `argv` is everything between the program and the output. */
export async function makeClip(path: string, argv: readonly string[]): Promise<string> {
  await execFileAsync(packaged.path, ['-nostdin', '-y', '-v', 'error', ...argv, path]);
  return path;
}

export async function withFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'wayside-media-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
