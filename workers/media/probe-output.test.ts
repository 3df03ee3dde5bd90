import { expect, test } from 'vitest';
import { displaySizePx } from './media-info.ts';
import { parseFirstPicture, parseInput, parsePacketSpanMs } from './probe-output.ts';

test('no input printed: null', () => {
  expect(parseInput([])).toBeNull();
  expect(parseInput(['[error] x.mp4: Invalid data found when processing input'])).toBeNull();
});

const OLD = `[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/a/b.mp4':
[info]   Metadata:
[info]     creation_time   : 2018-04-19T22:46:00.000000Z
[info]   Duration: 01:02:03.45, start: 0.000000, bitrate: 744 kb/s
[info]     Stream #0:0(eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz
[info]     Stream #0:1(und): Video: hevc (Main) (hvc1 / 0x31637668), yuv420p(tv), 768x432, 614 kb/s (default)
[info]     Metadata:
[info]       rotate          : 90
[info]     Side data:
[info]       displaymatrix: rotation of -90.00 degrees
[info] Stream mapping:
[info] Output #0, framecrc, to 'pipe:':
[info]     Stream #0:0: Video: rawvideo (I420 / 0x30323449)`;

const NEW = `[info] Input #0, matroska,webm, from 'file:seg.mkv':
[info]   Duration: N/A, start: 0.000000, bitrate: N/A
[info]   Stream #0:0[0x1](eng): Video: h264 (Baseline), yuv420p, 768x432
[info]       WAYSIDE_ROTATION: 270
[info]   Stream #0:1: Video: mjpeg, yuvj420p, 90x90 (attached pic)
[info]       wayside_rotation: 180
[info] Stream mapping:`;

test.each([
  [
    'the build of 2018',
    OLD,
    {
      container: 'mov,mp4,m4a,3gp,3g2,mj2',
      codec: 'hevc',
      durationMs: 3_723_450,
      rotationDeg: 90,
      creationTime: '2018-04-19T22:46:00.000Z',
    },
  ],
  [
    'a segment of ours, read by 5.1',
    NEW,
    {
      container: 'matroska,webm',
      codec: 'h264',
      durationMs: null,
      rotationDeg: 270,
      creationTime: null,
    },
  ],
] as const)('reads what %s prints', (_, log, expected) => {
  expect(parseInput(log.split('\n'))).toEqual(expected);
});

test.each([
  ['', null],
  ['#dimensions 0: 768x432\n#sar 0: 0/1\n', null],
  [
    '#dimensions 0: 768x432\n#sar 0: 0/1\n0, 0, 0, 1, 9, 0x1\n',
    { widthPx: 768, heightPx: 432, pixelAspect: 1 },
  ],
  [
    '#dimensions 0: 720x576\n#sar 0: 16/11\n0, 0, 0, 1, 9, 0x1\n',
    { widthPx: 720, heightPx: 576, pixelAspect: 16 / 11 },
  ],
])('first picture of %j', (text, expected) => {
  expect(parseFirstPicture(text)).toEqual(expected);
});

test('the span of packets counts from the first to the end of the last, in any order', () => {
  expect(parsePacketSpanMs('')).toBe(0);
  const listing =
    '#tb 0: 1/25\n0, -1, 0, 1, 9, 0x1\n0, 0, -9223372036854775808, 1, 9, 0x1\n0, 1, 3, 1, 9, 0x1\n';
  expect(parsePacketSpanMs(listing)).toBe(120);
});

test.each([
  [{ widthPx: 1920, heightPx: 1080 }, 1, 0, { widthPx: 1920, heightPx: 1080 }],
  [{ widthPx: 1920, heightPx: 1080 }, 1, 90, { widthPx: 1080, heightPx: 1920 }],
  [{ widthPx: 720, heightPx: 576 }, 16 / 11, 0, { widthPx: 1048, heightPx: 576 }],
  [{ widthPx: 720, heightPx: 480 }, 8 / 9, 180, { widthPx: 720, heightPx: 540 }],
  [{ widthPx: 63, heightPx: 1 }, 1, 0, { widthPx: 64, heightPx: 2 }],
] as const)('%j with pixel aspect %f turned by %i°', (coded, aspect, rotation, expected) => {
  expect(displaySizePx(coded, aspect, rotation)).toEqual(expected);
});
