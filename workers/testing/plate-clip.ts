import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { drawPlate } from '../../fixtures/plate-drawing.ts';
import { findFfmpeg } from '../media/find-ffmpeg.ts';

const run = promisify(execFile);

/** Plates that pass in the clip, one after the other; invented. */
export const CLIP_PLATES = ['BKR2345', 'MTW8613'] as const;
/** Afterwards the road is empty. */
export const PASSES_MS = 12_000;
const PLATE_WIDTH_PX = 180;

/**
 * A close-up camera's view, 480×270 at 12.5 pictures a second with a keyframe every second: two
 * invented plates pass, each for some five seconds, across the borders of segments of two.
 */
export async function makePlateClip(folder: string, durationMs = PASSES_MS): Promise<string> {
  const plates = await Promise.all(
    CLIP_PLATES.map(async (text, i) => {
      const plate = { region: 'eu', style: 'eu-de', text } as const;
      const { widthMm, heightMm, body } = drawPlate({
        ...plate,
        groups: [text.slice(0, 1), text.slice(1, 3), text.slice(3)],
      });
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthMm} ${heightMm}">${body}</svg>`;
      const path = join(folder, `plate-${i}.png`);
      await sharp(Buffer.from(svg), { density: 300 }).resize(PLATE_WIDTH_PX).png().toFile(path);
      return path;
    }),
  );
  const ground = join(folder, 'ground.png');
  await writeFile(ground, await roadPicture());
  const clip = join(folder, 'close-up.mp4');
  const inputs = [ground, ...plates].flatMap((path) => [
    '-loop',
    '1',
    '-framerate',
    '12.5',
    '-i',
    path,
  ]);
  const passing = (label: string, from: string, second: number, yPx: number, to: string): string =>
    `[${from}][${label}]overlay=x='(t-${second})*120-190':y=${yPx}:enable='between(t,${second},${second + 6})'[${to}]`;
  const graph = [passing('1', '0', 0.2, 90, 'first'), passing('2', 'first', 6.1, 120, 'second')];
  const { path: ffmpeg } = await findFfmpeg();
  await run(ffmpeg, [
    ...['-nostdin', '-y', '-v', 'error', ...inputs, '-filter_complex', graph.join(';')],
    ...[
      '-map',
      '[second]',
      '-t',
      String(durationMs / 1000),
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
    ],
    ...['-preset', 'veryfast', '-crf', '20', '-g', '12', '-keyint_min', '12', clip],
  ]);
  return clip;
}

/** Grey with a slow gradient, so that it isn't mistaken for a black picture. */
async function roadPicture(): Promise<Buffer> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270"><defs>' +
    '<linearGradient id="road" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#6d7278"/>' +
    '<stop offset="1" stop-color="#3c4045"/></linearGradient></defs>' +
    '<rect width="480" height="270" fill="url(#road)"/></svg>';
  return sharp(Buffer.from(svg)).png().toBuffer();
}
