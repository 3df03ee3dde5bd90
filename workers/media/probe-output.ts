import { ROTATION_TAG, type MediaInfo } from './media-info.ts';

export type InputFacts = Pick<MediaInfo, 'rotationDeg' | 'codec' | 'container' | 'creationTime'> & {
  /** Null where the container doesn't say. */
  readonly durationMs: number | null;
};

/**
 * What ffmpeg prints of its first input (`Input #0, …` up to the output), from a log with level
 * marks; null when it printed none. Reads the forms of 2018 to today.
 */
export function parseInput(log: readonly string[]): InputFacts | null {
  const lines = log.map((line) => line.replace(/\[(info|verbose)\] /, ''));
  const from = lines.findIndex((line) => line.startsWith('Input #0, '));
  if (from < 0) return null;
  const length = lines.slice(from).findIndex((line) => /^(Stream mapping|Output #)/.test(line));
  const block = lines.slice(from, length < 0 ? undefined : from + length);

  const stream = videoStreamLines(block);
  const creation = /creation_time\s*: (\S+)/.exec(block.join('\n'))?.[1];
  const createdMs = creation === undefined ? NaN : Date.parse(creation);
  return {
    container: /^Input #0, (.+), from '/.exec(block[0]!)?.[1] ?? 'unknown',
    durationMs: parseDurationMs(block),
    codec: /Video: ([^\s,]+)/.exec(stream[0] ?? '')?.[1] ?? 'unknown',
    rotationDeg: parseRotationDeg(stream),
    creationTime: Number.isNaN(createdMs) ? null : new Date(createdMs).toISOString(),
  };
}

/** The lines of the first video stream that isn't a cover picture. */
function videoStreamLines(block: readonly string[]): readonly string[] {
  const start = block.findIndex(
    (line) => /^\s*Stream #0:\d+.*: Video: /.test(line) && !line.includes('(attached pic)'),
  );
  if (start < 0) return [];
  const length = block.slice(start + 1).findIndex((line) => /^\s*Stream #0:\d+/.test(line));
  return block.slice(start, length < 0 ? undefined : start + 1 + length);
}

function parseDurationMs(block: readonly string[]): number | null {
  const match = /^\s*Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/m.exec(block.join('\n'));
  if (match === null) return null;
  return Math.round(((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000);
}

/**
 * ffmpeg tells the display matrix anticlockwise. A segment carries a tag of ours, clockwise, because
 * Matroska kept no matrix for long. Other angles go to the nearest quarter turn.
 */
function parseRotationDeg(stream: readonly string[]): MediaInfo['rotationDeg'] {
  const text = stream.join('\n');
  const matrix = /displaymatrix: rotation of (-?[\d.]+) degrees/.exec(text)?.[1];
  const tag = new RegExp(`^\\s*${ROTATION_TAG}\\s*: (\\d+)`, 'im').exec(text)?.[1];
  const clockwise = matrix !== undefined ? -Number(matrix) : Number(tag ?? 0);
  const quarters = ((Math.round(clockwise / 90) % 4) + 4) % 4;
  return ([0, 90, 180, 270] as const)[quarters]!;
}

/** A picture as it is coded: neither turned nor stretched. */
export interface CodedPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Width of a pixel by its height. */
  readonly pixelAspect: number;
}

/**
 * What ffmpeg prints, at level verbose, of the first picture that its filters get: `[graph 0 input from
 * stream 0:0 @ …] w:1280 h:720 … sar:0/1`; null when it printed none.
 */
export function parseGraphInput(log: readonly string[]): CodedPicture | null {
  for (const line of log) {
    const match = /^\[graph \d+ input .*? w:(\d+) h:(\d+) .*?sar:(\d+)\/(\d+)/.exec(line);
    if (match === null) continue;
    return {
      ...{ widthPx: Number(match[1]), heightPx: Number(match[2]) },
      pixelAspect: aspectOf(match[3], match[4]),
    };
  }
  return null;
}

/** Size and pixel aspect from the head of a framecrc listing; null when no picture came out. */
export function parseFirstPicture(framecrc: string): CodedPicture | null {
  const size = /^#dimensions 0: (\d+)x(\d+)/m.exec(framecrc);
  if (size === null || !/^0, /m.test(framecrc)) return null;
  const aspect = /^#sar 0: (\d+)\/(\d+)/m.exec(framecrc);
  return {
    widthPx: Number(size[1]),
    heightPx: Number(size[2]),
    pixelAspect: aspectOf(aspect?.[1], aspect?.[2]),
  };
}

/** 0/1 means that nobody knows: square. */
function aspectOf(width: string | undefined, height: string | undefined): number {
  const pixelAspect = Number(width ?? 0) / Number(height ?? 0);
  return Number.isFinite(pixelAspect) && pixelAspect > 0 ? pixelAspect : 1;
}

/**
 * From the first packet to the end of the last, in milliseconds; no packets: 0. Counts decoding
 * times, since a bare stream has no others.
 */
export function parsePacketSpanMs(framecrc: string): number {
  const base = /^#tb 0: (\d+)\/(\d+)/m.exec(framecrc);
  const tickMs = (Number(base?.[1] ?? 0) / Number(base?.[2] ?? 1)) * 1000;
  let first = Infinity;
  let last = -Infinity;
  for (const line of framecrc.matchAll(/^0, +(-?\d+), +-?\d+, +(\d+),/gm)) {
    const time = Number(line[1]);
    first = Math.min(first, time);
    last = Math.max(last, time + Number(line[2]));
  }
  return last > first ? Math.round((last - first) * tickMs) : 0;
}
