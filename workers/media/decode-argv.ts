import { QUIET_ARGV, inputArgv } from './ffmpeg.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import type { FrameLayout } from './frame-layout.ts';
import type { MediaInfo } from './media-info.ts';
import type { Span } from '../../pipeline/time/span.ts';

/** Ticks a second in which frame times are told: a multiple of the usual frame rates' time bases. */
export const TICKS_PER_SECOND = 90_000;

/** A frame on the edge of the last span is still taken. */
const LAST_FRAME_MS = 100;

/** Filters that undo a turn, each with a comma after it. */
export const UPRIGHT_FILTERS: Record<MediaInfo['rotationDeg'], string> = {
  0: '',
  90: 'transpose=clock,',
  180: 'hflip,vflip,',
  270: 'transpose=cclock,',
};

/**
 * One decode, two outputs: the pictures (full over small) as raw bytes on `pipe:1`, and on `pipe:3`
 * a listing with one line a picture, in the same order, for its exact time.
 *
 * `select` comes first, so that frames that aren't analysed cost their decoding and no more. It
 * takes the first frame that falls into each interval of `1/analysisFps` seconds of media time; the
 * small number keeps a time on an interval's edge from falling before it through rounding. The
 * sizes are fixed, so a change of resolution within the file can't shift the byte stream.
 * @param spans the only parts of media time that are wanted, in order and apart; null: all of it
 */
export function decodeArgv(
  ffmpeg: Pick<Ffmpeg, 'frameTimingOption'>,
  path: string,
  layout: FrameLayout,
  analysisFps: number,
  rotationDeg: MediaInfo['rotationDeg'],
  spans: readonly Span[] | null = null,
): string[] {
  const { widthPx, heightPx, smallWidthPx, smallHeightPx } = layout;
  const interval = (time: string): string => `floor(${time}*${analysisFps}+1e-6)`;
  const isDue = `isnan(prev_selected_t)+gt(${interval('t')},${interval('prev_selected_t')})`;
  const isWanted = spans
    ?.map(({ startMs, endMs }) => `between(t,${seconds(startMs)},${seconds(endMs)})`)
    .concat('0')
    .join('+');
  const graph = [
    `[0:V:0]select='${isWanted === undefined ? isDue : `(${isWanted})*(${isDue})`}',` +
      `${UPRIGHT_FILTERS[rotationDeg]}scale=${widthPx}:${heightPx}:flags=bilinear,setsar=1,format=yuv420p,` +
      `split[full][copy]`,
    `[copy]scale=${smallWidthPx}:${smallHeightPx}:flags=area,split[small][tick]`,
    `[small]pad=${widthPx}:${smallHeightPx}[padded]`,
    `[full][padded]vstack[picture]`,
    `[tick]scale=16:16[time]`,
  ].join(';');
  const everyFrame = [ffmpeg.frameTimingOption, 'passthrough', '-c:v', 'rawvideo'];
  return [
    ...QUIET_ARGV,
    ...untilArgv(spans),
    ...inputArgv(path),
    ...['-filter_complex', graph],
    ...['-map', '[picture]', ...everyFrame, '-f', 'rawvideo', 'pipe:1'],
    ...['-map', '[time]', ...everyFrame, '-enc_time_base', `1:${TICKS_PER_SECOND}`],
    ...['-flush_packets', '1', '-f', 'framecrc', 'pipe:3'],
  ];
}

/** Nothing is decoded after the last span. */
function untilArgv(spans: readonly Span[] | null): string[] {
  const last = spans?.at(-1);
  return last === undefined ? [] : ['-t', seconds(last.endMs + LAST_FRAME_MS)];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
