import { join } from 'node:path';
import type { PrivacyMask } from '../../../pipeline/geometry/privacy-masks.ts';
import { burnArgv } from '../../media/burn-argv.ts';
import { QUIET_ARGV } from '../../media/ffmpeg.ts';
import type { Ffmpeg } from '../../media/find-ffmpeg.ts';
import { ROTATION_TAG } from '../../media/media-info.ts';
import type { StreamInput } from './stream-input.ts';

/** Half written files lose no more than this when ffmpeg itself is killed. */
const CLUSTER_MS = 500;
/** Keyframes come a little early or late. */
const EARLY_KEYFRAME_S = '0.05';

export interface RecordOrder {
  readonly input: Pick<StreamInput, 'argv' | 'rotationDeg'>;
  readonly folder: string;
  /** Wanted length of a file; it ends at the first keyframe at or after a multiple of that. */
  readonly segmentMs: number;
  /** Filled before anything is written; none: packets are copied as they are. */
  readonly burned: readonly PrivacyMask[];
  /** Leaves the first packet out, and with it all before the second keyframe. */
  readonly skipsFirst: boolean;
}

/**
 * One input, two outputs: files of the first video stream, listed on `pipe:3` as each is finished
 * (`name,start,end` in seconds of media time), and on `pipe:1` a line for each packet as it comes. When
 * nobody reads `pipe:1` any more, ffmpeg finishes its file and ends: it doesn't outlive who started it.
 */
export function recordArgv(
  ffmpeg: Pick<Ffmpeg, 'frameTimingOption'>,
  { input, folder, segmentMs, burned, skipsFirst }: RecordOrder,
): string[] {
  const isBurned = burned.length > 0;
  const codec = isBurned ? burnArgv(ffmpeg, burned, segmentMs, input.rotationDeg) : ['-c', 'copy'];
  const from = skipsFirst ? ['-copypriorss', '0', '-ss', '0.000001'] : [];
  return [
    ...QUIET_ARGV,
    ...input.argv,
    ...['-map', '0:V:0', ...from, ...codec, '-map_metadata', '-1'],
    ...['-metadata:s:v:0', `${ROTATION_TAG}=${isBurned ? 0 : input.rotationDeg}`],
    ...['-avoid_negative_ts', 'disabled', '-f', 'segment', '-segment_format', 'matroska'],
    ...['-segment_format_options', `cluster_time_limit=${CLUSTER_MS}:flush_packets=1`],
    ...['-segment_time', (segmentMs / 1000).toFixed(3)],
    ...['-segment_time_delta', EARLY_KEYFRAME_S, '-reset_timestamps', '1'],
    ...['-segment_list', 'pipe:3', '-segment_list_type', 'csv'],
    // % would be read as part of the pattern.
    join(folder.replaceAll('%', '%%'), '%06d.mkv'),
    ...['-map', '0:V:0', ...from, '-c', 'copy', '-flush_packets', '1', '-f', 'framecrc', 'pipe:1'],
  ];
}
