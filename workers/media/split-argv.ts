import { QUIET_ARGV, inputArgv } from './ffmpeg.ts';
import type { MediaInfo } from './media-info.ts';

export type SegmentFormat = 'matroska' | 'nut';

export const SEGMENT_EXTENSION: Record<SegmentFormat, string> = { matroska: 'mkv', nut: 'nut' };

/**
 * Cuts at the first keyframe at or after each multiple of `segmentMs`, copying packets as they are,
 * pictures only. The list on `pipe:3` gets a line as each segment is finished: `name,start,end`.
 * Each segment's own clock starts at 0. `rotate` keeps the turn that Matroska has no place for, and
 * `genpts` makes the times up that AVI leaves out.
 */
export function splitArgv(
  path: string,
  pattern: string,
  segmentMs: number,
  format: SegmentFormat,
  rotationDeg: MediaInfo['rotationDeg'],
): string[] {
  return [
    ...QUIET_ARGV,
    ...['-fflags', '+genpts'],
    ...inputArgv(path),
    ...['-map', '0:V:0', '-c', 'copy', '-metadata:s:v:0', `rotate=${rotationDeg}`],
    ...['-f', 'segment', '-segment_format', format],
    ...['-segment_time', (segmentMs / 1000).toFixed(3), '-reset_timestamps', '1'],
    ...['-segment_list', 'pipe:3', '-segment_list_type', 'csv'],
    pattern,
  ];
}
