import type { StreamParticulars } from './recording.ts';

/**
 * What ffmpeg's log says of the first video stream of its input, in the forms of 2018 to today; null for
 * any other line.
 */
export function particularsIn(logLine: string): StreamParticulars | null {
  const stream = /^\[\w+\]\s+Stream #0:\d+\S*: Video: ([^\s,]+)(.*)$/.exec(logLine);
  if (stream === null || stream[2]!.includes('(attached pic)')) return null;
  const size = /, (\d+)x(\d+)(?:[\s,]|$)/.exec(stream[2]!);
  return {
    codec: stream[1]!,
    widthPx: size === null ? null : Number(size[1]),
    heightPx: size === null ? null : Number(size[2]),
  };
}
