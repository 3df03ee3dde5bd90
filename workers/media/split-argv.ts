import { QUIET_ARGV, inputArgv } from './ffmpeg.ts';
import { ROTATION_TAG, type MediaInfo } from './media-info.ts';

/** How packets get into segments, in the order in which it is tried. */
export const SEGMENT_FORMATS = {
  /** Holds nearly every codec. */
  matroska: { muxer: 'matroska', extension: 'mkv', codec: ['-c', 'copy'] },
  /** Holds the rest. */
  nut: { muxer: 'nut', extension: 'nut', codec: ['-c', 'copy'] },
  /** For streams that can't be copied (a bare stream with B-frames has no times to copy). */
  reencoded: { muxer: 'matroska', extension: 'mkv', codec: ['-c:v', 'mjpeg', '-q:v', '2'] },
} as const;
export type SegmentFormat = keyof typeof SEGMENT_FORMATS;

/**
 * Cuts at the first keyframe at or after each multiple of `segmentMs`, copying packets as they are,
 * pictures only. The list on `pipe:3` gets a line as each segment is finished: `name,start,end`.
 * Each segment's own clock starts at 0. `genpts` makes the times up that AVI leaves out, and without
 * `avoid_negative_ts` the first segment would be late by the reordering delay.
 */
export function splitArgv(
  path: string,
  pattern: string,
  segmentMs: number,
  format: SegmentFormat,
  rotationDeg: MediaInfo['rotationDeg'],
): string[] {
  const { muxer, codec } = SEGMENT_FORMATS[format];
  return [
    ...QUIET_ARGV,
    ...['-fflags', '+genpts'],
    ...inputArgv(path),
    ...['-map', '0:V:0', ...codec, '-metadata:s:v:0', `${ROTATION_TAG}=${rotationDeg}`],
    ...['-avoid_negative_ts', 'disabled', '-f', 'segment', '-segment_format', muxer],
    ...['-segment_time', (segmentMs / 1000).toFixed(3), '-reset_timestamps', '1'],
    ...['-segment_list', 'pipe:3', '-segment_list_type', 'csv'],
    pattern,
  ];
}
