import { CLIP_PLATES, makePlateClip } from '../plate-clip.ts';

/** How long the clip is, shown over and over: two passes, one after the other, then an empty road. */
export const LOOP_MS = 20_000;
export const LOOP_PASSES = CLIP_PLATES.length;

/** 480×270 at 12.5 pictures a second: cheap to look at, so that several cameras fit on two cores. */
export function makeLoopClip(folder: string): Promise<string> {
  return makePlateClip(folder, LOOP_MS);
}
