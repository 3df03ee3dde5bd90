import { expect, it } from 'vitest';
import { burnArgv } from '../../media/burn-argv.ts';
import { recordArgv } from './record-argv.ts';

const FFMPEG = { frameTimingOption: '-fps_mode' } as const;
const ORDER = {
  input: { argv: ['-i', 'pipe:0'], rotationDeg: 90 },
  folder: '/spool/100%',
  segmentMs: 2000,
  burned: [],
  skipsFirst: false,
} as const;

it('copies pictures only into listed files, and lists packets', () => {
  expect(recordArgv(FFMPEG, ORDER)).toEqual([
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+verbose'],
    ...['-i', 'pipe:0'],
    ...['-map', '0:V:0', '-c', 'copy', '-map_metadata', '-1'],
    ...['-metadata:s:v:0', 'wayside_rotation=90'],
    ...['-avoid_negative_ts', 'disabled', '-f', 'segment', '-segment_format', 'matroska'],
    ...['-segment_format_options', 'cluster_time_limit=500:flush_packets=1'],
    ...['-segment_time', '2.000', '-segment_time_delta', '0.05', '-reset_timestamps', '1'],
    ...['-segment_list', 'pipe:3', '-segment_list_type', 'csv', '/spool/100%%/%06d.mkv'],
    ...['-map', '0:V:0', '-c', 'copy', '-flush_packets', '1', '-f', 'framecrc', 'pipe:1'],
  ]);
});

it('burns masks into what is written, and turns it upright', () => {
  const burned = [
    {
      name: 'window',
      burned: true,
      polygon: [
        [0, 0],
        [1, 0],
        [0, 1],
      ] satisfies [number, number][],
    },
  ];
  const argv = recordArgv(FFMPEG, { ...ORDER, burned }).join(' ');
  expect(argv).toContain(`-map 0:V:0 ${burnArgv(FFMPEG, burned, 2000, 90).join(' ')} -map_meta`);
  expect(argv).toContain('wayside_rotation=0');
  expect(argv.split('-c copy')).toHaveLength(2);
});

it('leaves the first packet out of both outputs', () => {
  const argv = recordArgv(FFMPEG, { ...ORDER, skipsFirst: true }).join(' ');
  expect(argv.split('-map 0:V:0 -copypriorss 0 -ss 0.000001 -c copy')).toHaveLength(3);
});
