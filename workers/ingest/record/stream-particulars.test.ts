import { expect, it } from 'vitest';
import { particularsIn } from './stream-particulars.ts';

it.each([
  ['', null],
  ['[info] Stream mapping:', null],
  ['[info]   Stream #0:0 -> #0:0 (copy)', null],
  ['[info]   Stream #1:0: Video: h264 (High), yuv420p, 320x240, 25 fps', null],
  ['[info]   Stream #0:1: Audio: aac (LC), 48000 Hz, stereo, fltp', null],
  [
    '[info]   Stream #0:0: Video: hevc (Main), 1 reference frame, yuv420p(tv, left), 2592x1944 [SAR 1:1 DAR 4:3], 25 fps',
    { codec: 'hevc', widthPx: 2592, heightPx: 1944 },
  ],
  [
    '[info]     Stream #0:0(und): Video: h264 (High), yuv420p(left), 320x240 (320x240) [SAR 1:1], 25 tbr',
    { codec: 'h264', widthPx: 320, heightPx: 240 },
  ],
  [
    '[info]   Stream #0:0[0x100]: Video: mjpeg (Baseline), yuvj420p(pc, bt470bg/unknown/unknown), 640x480',
    { codec: 'mjpeg', widthPx: 640, heightPx: 480 },
  ],
  [
    '[info]   Stream #0:0: Video: h264, none, 90k tbr',
    { codec: 'h264', widthPx: null, heightPx: null },
  ],
])('%j', (line, expected) => {
  expect(particularsIn(line)).toEqual(expected);
});
