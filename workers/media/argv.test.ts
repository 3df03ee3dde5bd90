import { expect, test } from 'vitest';
import { decodeArgv } from './decode-argv.ts';
import { layoutOf } from './frame-layout.ts';
import { durationArgv, probeArgv } from './probe.ts';
import { burnArgv } from './burn-argv.ts';
import { segmentFormats, splitArgv } from './split-argv.ts';

const FFMPEG = { frameTimingOption: '-fps_mode' } as const;
const QUIET = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+verbose'];
const INPUT = ['-noautorotate', '-protocol_whitelist', 'file', '-i'];

test('probe decodes one picture and lists it', () => {
  expect(probeArgv('/clips/-odd; name.mp4')).toEqual([
    ...QUIET,
    ...INPUT,
    'file:/clips/-odd; name.mp4',
    ...['-map', '0:V:0', '-frames:v', '1', '-c:v', 'rawvideo', '-f', 'framecrc', 'pipe:1'],
  ]);
});

test('the duration is measured on packets', () => {
  expect(durationArgv('/clips/a.h264')).toEqual([
    ...QUIET,
    ...['-fflags', '+genpts'],
    ...INPUT,
    'file:/clips/a.h264',
    ...['-map', '0:V:0', '-c', 'copy', '-f', 'framecrc', 'pipe:1'],
  ]);
});

test('decode: one input, full over small on pipe 1, times on pipe 3', () => {
  const argv = decodeArgv(
    { frameTimingOption: '-vsync' },
    '/clips/a.mp4',
    layoutOf(1920, 1080, 416),
    5,
    0,
  );
  expect(argv).toEqual([
    ...QUIET,
    ...INPUT,
    'file:/clips/a.mp4',
    '-filter_complex',
    "[0:V:0]select='isnan(prev_selected_t)+gt(floor(t*5+1e-6),floor(prev_selected_t*5+1e-6))'," +
      'scale=1920:1080:flags=bilinear,setsar=1,format=yuv420p,split[full][copy];' +
      '[copy]scale=416:234:flags=area,split[small][tick];' +
      '[small]pad=1920:234[padded];' +
      '[full][padded]vstack[picture];' +
      '[tick]scale=16:16[time]',
    ...['-map', '[picture]', '-vsync', 'passthrough', '-c:v', 'rawvideo', '-f', 'rawvideo'],
    'pipe:1',
    ...['-map', '[time]', '-vsync', 'passthrough', '-c:v', 'rawvideo'],
    ...['-enc_time_base', '1:90000', '-flush_packets', '1', '-f', 'framecrc', 'pipe:3'],
  ]);
});

test('decode of some spans: nothing after the last one is decoded', () => {
  const argv = decodeArgv(FFMPEG, '/clips/a.mp4', layoutOf(1920, 1080, 416), 5, 0, [
    { startMs: 0, endMs: 300 },
    { startMs: 900, endMs: 1234.5678 },
  ]);
  const due = 'isnan(prev_selected_t)+gt(floor(t*5+1e-6),floor(prev_selected_t*5+1e-6))';
  expect(argv.slice(0, 9)).toEqual([...QUIET, '-t', '1.335', ...INPUT.slice(0, 2)]);
  expect(argv.join(' ')).toContain(
    `select='(between(t,0.000,0.300)+between(t,0.900,1.235)+0)*(${due})',scale=1920`,
  );
});

test.each([
  [0, 'scale='],
  [90, 'transpose=clock,scale='],
  [180, 'hflip,vflip,scale='],
  [270, 'transpose=cclock,scale='],
] as const)('decode: a turn of %i° is undone after the selection', (rotationDeg, expected) => {
  const argv = decodeArgv(
    { frameTimingOption: '-fps_mode' },
    'a.mp4',
    layoutOf(64, 48, 32),
    2.5,
    rotationDeg,
  );
  const graph = argv[argv.indexOf('-filter_complex') + 1]!;
  expect(graph).toContain(`floor(prev_selected_t*2.5+1e-6))',${expected}64:48:`);
  expect(argv.filter((word) => word === '-fps_mode')).toHaveLength(2);
});

test('split copies pictures only and keeps the turn', () => {
  const [copy] = segmentFormats(FFMPEG, { rotationDeg: 90 }, [], 4000);
  expect(splitArgv('/clips/a.mp4', '/out/%06d.mkv', 4000, copy!)).toEqual([
    ...QUIET,
    ...['-fflags', '+genpts'],
    ...INPUT,
    'file:/clips/a.mp4',
    ...['-map', '0:V:0', '-c', 'copy', '-metadata:s:v:0', 'wayside_rotation=90'],
    ...['-avoid_negative_ts', 'disabled'],
    ...['-f', 'segment', '-segment_format', 'matroska', '-segment_time', '4.000'],
    ...['-reset_timestamps', '1', '-segment_list', 'pipe:3', '-segment_list_type', 'csv'],
    '/out/%06d.mkv',
  ]);
});

test('masks are burned in before a keyframe every segment, in the upright picture', () => {
  const masks = [
    {
      name: 'window',
      burned: true,
      polygon: [
        [0.25, 0.2],
        [0.5, 0.2],
        [0.5, 0.6],
        [0.25, 0.6],
      ] satisfies [number, number][],
    },
  ];
  const burn = [
    '-vf',
    'transpose=clock,drawbox=floor(iw*0.25000):floor(ih*0.20000):' +
      'ceil(iw*0.50000)-floor(iw*0.25000):ceil(ih*0.60000)-floor(ih*0.20000):black:fill',
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-crf', '20'],
    ...['-pix_fmt', 'yuv420p', '-bf', '0', '-g', '250', '-sc_threshold', '0', '-forced-idr', '1'],
    ...['-force_key_frames', 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+2))'],
  ];
  expect(burnArgv(FFMPEG, masks, 2000, 90)).toEqual(burn);
  expect(segmentFormats(FFMPEG, { rotationDeg: 90 }, masks, 2000)).toEqual([
    { muxer: 'matroska', extension: 'mkv', codec: burn, rotationDeg: 0 },
  ]);
});
