import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFrames } from './frames.ts';
import { probe } from './probe.ts';
import { parseListLine, splitByCopy, type SegmentFile } from './split.ts';
import { H264, everyFfmpeg, makeClip, movingSource, withFolder } from './test-clip.ts';

const folder = await withFolder();
const clip = (name: string): string => join(folder.path, name);
afterAll(() => folder.remove());

test.each([
  ['', null],
  ['nonsense', null],
  [
    '000001.mkv,4.800000,9.600001',
    { name: '000001.mkv', span: { startMs: 4800, endMs: 9600.001 } },
  ],
])('list line %j', (line, expected) => {
  expect(parseListLine(line)).toEqual(expected);
});

beforeAll(async () => {
  const source = movingSource(160, 120, 7);
  await makeClip(clip('b-frames.mp4'), [...source, ...H264]);
  await makeClip(clip('b-frames.ts'), [...source, ...H264]);
  await makeClip(clip('h264.avi'), [...source, ...H264, '-bf', '0']);
  await makeClip(clip('mjpeg.avi'), [...source, '-c:v', 'mjpeg']);
  await makeClip(clip('vp8.webm'), [...source, '-c:v', 'libvpx', '-auto-alt-ref', '0', '-g', '25']);
  await makeClip(clip('animated.gif'), source);
  await makeClip(clip('bare.h264'), ['-i', clip('b-frames.mp4'), '-c', 'copy']);
  // This build of ffmpeg takes the tag anticlockwise.
  const turn = ['-i', clip('b-frames.mp4'), '-c', 'copy', '-metadata:s:v:0', 'rotate=270'];
  await makeClip(clip('turned.mp4'), turn);
  const fast = ['-i', clip('b-frames.mp4'), '-c', 'copy', '-movflags', 'faststart'];
  const bytes = await readFile(await makeClip(clip('faststart.mp4'), fast));
  await writeFile(clip('tail-missing.mp4'), bytes.subarray(0, bytes.length * 0.7));
});

describe.each(await everyFfmpeg())('%s', (label, ffmpeg) => {
  async function cut(name: string): Promise<{ segments: SegmentFile[]; damage: unknown }> {
    const info = await probe(clip(name), { ffmpeg });
    const outDir = join(folder.path, `100% ${name} ${label}`);
    const video = splitByCopy(clip(name), { segmentMs: 2000, outDir, info, ffmpeg });
    const segments: SegmentFile[] = [];
    for await (const segment of video) segments.push(segment);
    return { segments, damage: video.damage };
  }

  async function timesMs(path: string): Promise<number[]> {
    const info = await probe(path, { ffmpeg });
    const times: number[] = [];
    for await (const frame of decodeFrames(path, { analysisFps: 1000, info, ffmpeg })) {
      times.push(frame.mediaMs);
    }
    return times;
  }

  // Matroska counts in whole milliseconds; AVI has no presentation times, so a frame's length there.
  test.each([
    ['b-frames.mp4', 3, 1.5],
    ['b-frames.ts', 3, 1.5],
    ['h264.avi', 3, 41],
    ['mjpeg.avi', 3, 1.5],
    ['vp8.webm', 3, 1.5],
    ['animated.gif', 1, 1.5],
    ['bare.h264', 3, 1.5],
  ])('%s: at least %i segments join up and hold every frame', async (name, count, toleranceMs) => {
    const { segments, damage } = await cut(name);
    expect(damage).toBeNull();
    expect(segments.length).toBeGreaterThanOrEqual(count);
    const joined: number[] = [];
    for (const [index, segment] of segments.entries()) {
      expect(segment.sequence).toBe(index);
      if (index > 0) expect(segment.startMs).toBe(segments[index - 1]!.endMs);
      for (const timeMs of await timesMs(segment.path)) joined.push(segment.startMs + timeMs);
    }
    const whole = await timesMs(clip(name));
    expect(joined).toHaveLength(whole.length);
    const first = joined[0]! - whole[0]!;
    for (const [i, timeMs] of whole.entries()) {
      expect(Math.abs(joined[i]! - first - timeMs)).toBeLessThanOrEqual(toleranceMs);
    }
    expect(Math.abs(first)).toBeLessThanOrEqual(toleranceMs);
  });

  test('the turn of the picture stays with each segment', async () => {
    const { segments } = await cut('turned.mp4');
    const original = await probe(clip('turned.mp4'), { ffmpeg });
    expect(original).toMatchObject({ rotationDeg: 90, widthPx: 120, heightPx: 160 });
    for (const { path } of segments) {
      expect(await probe(path, { ffmpeg })).toMatchObject({
        rotationDeg: 90,
        widthPx: 120,
        heightPx: 160,
      });
    }
  });

  test('a file whose tail is missing gives the segments that are there, and says so', async () => {
    const { segments, damage } = await cut('tail-missing.mp4');
    expect(segments.length).toBeGreaterThanOrEqual(2);
    expect(damage).toMatchObject({ code: 'DECODE_FAILED' });
  });

  test('what is under a burned mask is in no segment, turned or not', async () => {
    const left = [
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ] satisfies [number, number][];
    const burned = [{ name: 'left half', polygon: left, burned: true }];
    for (const [name, widthPx] of [
      ['b-frames.mp4', 160],
      ['turned.mp4', 120],
    ] as const) {
      const info = await probe(clip(name), { ffmpeg });
      const outDir = join(folder.path, `burned ${name} ${label}`);
      const sought = { segmentMs: 2000, outDir, info, burned, ffmpeg };
      const segments: SegmentFile[] = [];
      for await (const segment of splitByCopy(clip(name), sought)) segments.push(segment);
      expect(segments.map(({ startMs }) => startMs)).toEqual([0, 2000, 4000, 6000]);
      let frames = 0;
      for (const { path } of segments) {
        const upright = await probe(path, { ffmpeg });
        expect(upright).toMatchObject({ rotationDeg: 0, widthPx, codec: 'h264' });
        const video = decodeFrames(path, { analysisFps: 1000, info: upright, ffmpeg });
        for await (const { luma } of video) {
          frames++;
          const side = (from: number): number =>
            luma.reduce((max, value, i) => {
              const x = i % widthPx;
              return x >= from && x < from + widthPx / 2 - 4 ? Math.max(max, value) : max;
            }, 0);
          expect(side(0)).toBeLessThan(24);
          expect(side(widthPx / 2 + 4)).toBeGreaterThan(100);
        }
      }
      expect(frames).toBe(175);
    }
  });
});
