import { maskBoxes } from '../../pipeline/geometry/mask-boxes.ts';
import type { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import { UPRIGHT_FILTERS } from './decode-argv.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import type { MediaInfo } from './media-info.ts';

/**
 * Fills the masks black and encodes the picture anew, upright, with a keyframe every `segmentMs` and
 * nothing kept back (no B-frames, no looking ahead): what is under a mask is never written. The boxes are
 * told as parts of the picture, so that its size needn't be known; a picture that changes its size goes on
 * in the size of the first.
 */
export function burnArgv(
  ffmpeg: Pick<Ffmpeg, 'frameTimingOption'>,
  masks: readonly PrivacyMask[],
  segmentMs: number,
  rotationDeg: MediaInfo['rotationDeg'],
): string[] {
  const boxes = maskBoxes(masks.map(({ polygon }) => polygon)).map(([x0, y0, x1, y1]) => {
    const [left, right] = [`floor(iw*${atMost(x0)})`, `ceil(iw*${atLeast(x1)})`];
    const [top, bottom] = [`floor(ih*${atMost(y0)})`, `ceil(ih*${atLeast(y1)})`];
    return `drawbox=${left}:${top}:${right}-${left}:${bottom}-${top}:black:fill`;
  });
  const everyS = segmentMs / 1000;
  return [
    ...['-vf', UPRIGHT_FILTERS[rotationDeg] + boxes.join(',')],
    ...[ffmpeg.frameTimingOption, 'passthrough', '-enc_time_base', '1:90000'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-crf', '20'],
    ...['-pix_fmt', 'yuv420p', '-bf', '0', '-g', '250', '-sc_threshold', '0', '-forced-idr', '1'],
    '-force_key_frames',
    `expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+${everyS}))`,
  ];
}

function atMost(fraction: number): string {
  return (Math.floor(fraction * 1e5) / 1e5).toFixed(5);
}

function atLeast(fraction: number): string {
  return (Math.ceil(fraction * 1e5) / 1e5).toFixed(5);
}
