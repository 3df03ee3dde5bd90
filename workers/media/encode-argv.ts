import { resolve } from 'node:path';

export interface EncodedVideo {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number;
}

/**
 * Raw planar YUV 4:2:0 pictures from `pipe:0` into an MP4 with H.264 that browsers play: no sound, and
 * nothing of what the source said of itself. Both sides are even.
 */
export function encodeArgv({ widthPx, heightPx, fps }: EncodedVideo, outPath: string): string[] {
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${widthPx}x${heightPx}`],
    ...['-r', String(fps), '-i', 'pipe:0'],
    ...['-an', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-g', String(Math.max(1, Math.round(fps * 2))), '-movflags', '+faststart'],
    ...['-f', 'mp4', `file:${resolve(outPath)}`],
  ];
}
