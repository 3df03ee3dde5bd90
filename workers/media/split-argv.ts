import type { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import { burnArgv } from './burn-argv.ts';
import { QUIET_ARGV, inputArgv } from './ffmpeg.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import { ROTATION_TAG, type MediaInfo } from './media-info.ts';

/** How packets get into segments. */
export interface SegmentFormat {
  readonly muxer: 'matroska' | 'nut';
  readonly extension: string;
  readonly codec: readonly string[];
  /** Turn that is left to whoever looks at the segment. */
  readonly rotationDeg: MediaInfo['rotationDeg'];
}

/**
 * What is tried, in this order. With masks to burn there is one way only: what is under them mustn't be
 * written.
 */
export function segmentFormats(
  ffmpeg: Pick<Ffmpeg, 'frameTimingOption'>,
  { rotationDeg }: Pick<MediaInfo, 'rotationDeg'>,
  burned: readonly PrivacyMask[],
  segmentMs: number,
): readonly SegmentFormat[] {
  if (burned.length > 0) {
    const codec = burnArgv(ffmpeg, burned, segmentMs, rotationDeg);
    return [{ muxer: 'matroska', extension: 'mkv', codec, rotationDeg: 0 }];
  }
  return [
    // Holds nearly every codec.
    { muxer: 'matroska', extension: 'mkv', codec: ['-c', 'copy'], rotationDeg },
    // Holds the rest.
    { muxer: 'nut', extension: 'nut', codec: ['-c', 'copy'], rotationDeg },
    // For streams that can't be copied (a bare stream with B-frames has no times to copy).
    { muxer: 'matroska', extension: 'mkv', codec: ['-c:v', 'mjpeg', '-q:v', '2'], rotationDeg },
  ];
}

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
  { muxer, codec, rotationDeg }: SegmentFormat,
): string[] {
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
