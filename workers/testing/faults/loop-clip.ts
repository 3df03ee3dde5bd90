import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../media/find-ffmpeg.ts';
import { CLIP_PLATES, makePlateClip } from '../plate-clip.ts';
import type { countPasses } from './count-passes.ts';

/** The clip is shown over and over: its plates pass, one after the other, then the road is empty. */
export const LOOP: Parameters<typeof countPasses>[2] = {
  loopMs: 20_000,
  passMs: 6_000,
  plates: CLIP_PLATES.length,
};

/** 480×270 at 12.5 pictures a second: cheap to look at, so that several cameras fit on two cores. */
export function makeLoopClip(folder: string): Promise<string> {
  return makePlateClip(folder, LOOP.loopMs);
}

/** The same pictures in 640×360. */
export async function makeLargerClip(clip: string): Promise<string> {
  const larger = clip.replace(/\.mp4$/, '-larger.mp4');
  const { path } = await findFfmpeg();
  await promisify(execFile)(path, [
    ...['-nostdin', '-y', '-v', 'error', '-i', clip, '-vf', 'scale=640:360', '-c:v', 'libx264'],
    ...['-preset', 'veryfast', '-g', '12', '-keyint_min', '12', '-pix_fmt', 'yuv420p', larger],
  ]);
  return larger;
}
