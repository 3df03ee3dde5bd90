import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VideoFrame } from '../../pipeline/image/video-frame.ts';
import { decodeFrames, type DecodeReport } from './frames.ts';
import { probe } from './probe.ts';
import {
  H264,
  cornerSource,
  everyFfmpeg,
  makeClip,
  movingSource,
  withFolder,
} from './test-clip.ts';

const folder = await withFolder();
const clip = (name: string): string => join(folder.path, name);
afterAll(() => folder.remove());

/** Frames 0…9 and then each seventh of 25 a second, as a camera that saves on still scenes. */
const VFR_FRAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 21, 28, 35, 42, 49];

beforeAll(async () => {
  await makeClip(clip('two-seconds.mp4'), [...movingSource(160, 120, 2), ...H264]);
  await makeClip(clip('corner.mp4'), [...cornerSource(160, 80, 0.4), ...H264]);
  for (const turn of [90, 180, 270]) {
    // This build of ffmpeg takes the tag anticlockwise.
    const tag = `rotate=${360 - turn}`;
    const argv = ['-i', clip('corner.mp4'), '-c', 'copy', '-metadata:s:v:0', tag];
    await makeClip(clip(`turned-${turn}.mp4`), argv);
  }
  await makeClip(clip('wide-pixels.mp4'), [
    ...[...cornerSource(120, 90, 0.4), '-vf', 'setsar=4/3'],
    ...H264,
  ]);
  const vfr = "select='lt(n,10)+not(mod(n,7))'";
  await makeClip(clip('vfr.mkv'), [
    ...movingSource(160, 120, 2),
    '-vf',
    vfr,
    '-vsync',
    'vfr',
    ...H264,
  ]);
  await makeClip(clip('mpeg4.avi'), [...movingSource(160, 120, 2), '-c:v', 'mpeg4']);
  await makeClip(clip('vp8.webm'), [
    ...movingSource(160, 120, 2),
    '-c:v',
    'libvpx',
    '-auto-alt-ref',
    '0',
  ]);
  await makeClip(clip('h264.ts'), [...movingSource(160, 120, 2), ...H264]);
  await makeClip(clip('full-range.mkv'), [
    ...[...cornerSource(160, 80, 0.4), '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg'],
  ]);
  await makeClip(clip('larger.ts'), [
    ...movingSource(320, 240, 2),
    '-output_ts_offset',
    '2',
    ...H264,
  ]);
  await writeFile(
    clip('resized.ts'),
    Buffer.concat([await readFile(clip('h264.ts')), await readFile(clip('larger.ts'))]),
  );
  const whole = ['-i', clip('two-seconds.mp4'), '-c', 'copy', '-movflags', 'faststart'];
  const bytes = await readFile(await makeClip(clip('faststart.mp4'), whole));
  await writeFile(clip('tail-missing.mp4'), bytes.subarray(0, bytes.length * 0.7));
  const scrambled = Buffer.from(bytes);
  for (let i = bytes.length * 0.6; i < bytes.length * 0.9; i += 3) scrambled[Math.floor(i)] = 0xa5;
  await writeFile(clip('scrambled.mp4'), scrambled);
});

describe.each(await everyFfmpeg())('%s', (_, ffmpeg) => {
  async function decode(
    name: string,
    analysisFps: number,
  ): Promise<{ frames: VideoFrame[]; report: DecodeReport }> {
    const info = await probe(clip(name), { ffmpeg });
    const video = decodeFrames(clip(name), { analysisFps, info, ffmpeg, smallLongSidePx: 80 });
    const frames: VideoFrame[] = [];
    for await (const frame of video) frames.push(frame);
    return { frames, report: video.report! };
  }

  const timesMs = (frames: readonly VideoFrame[]): number[] =>
    frames.map((frame) => Math.round(frame.mediaMs));
  const isWhite = (frame: VideoFrame, x: number, y: number): boolean =>
    frame.luma[y * frame.widthPx + x]! > 200;

  test.each(['two-seconds.mp4', 'vp8.webm', 'mpeg4.avi', 'h264.ts'])(
    '%s: the first frame of each interval, at its own time',
    async (name) => {
      const { frames, report } = await decode(name, 5);
      expect(timesMs(frames)).toEqual([0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800]);
      expect(report).toEqual({
        framesDecoded: 50,
        framesYielded: 10,
        firstSizePx: { widthPx: 160, heightPx: 120 },
        lastMediaMs: frames.at(-1)!.mediaMs,
        damage: null,
      });
      expect(frames[0]).toMatchObject({ widthPx: 160, heightPx: 120 });
      expect(frames[0]!.small).toMatchObject({ widthPx: 80, heightPx: 60 });
    },
  );

  test('a picture of another size than promised is told, and comes in the size that was promised', async () => {
    const info = { widthPx: 80, heightPx: 80, rotationDeg: 0 } as const;
    const video = decodeFrames(clip('corner.mp4'), { analysisFps: 5, info, ffmpeg });
    for await (const frame of video) expect(frame).toMatchObject({ widthPx: 80, heightPx: 80 });
    expect(video.report!.firstSizePx).toEqual({ widthPx: 160, heightPx: 80 });
  });

  test.each<[string, (readonly [number, number])[], number[], number]>([
    ['no spans', [], [], 50],
    ['one span', [[350, 800]], [360, 400, 600, 800], 25],
    [
      'two spans',
      [
        [0, 50],
        [900, 1210],
      ],
      [0, 920, 1000, 1200],
      35,
    ],
    ['a span in which no frame is taken', [[1961, 1999]], [], 50],
  ])('%s: only what is wanted, at its own time', async (_case, wanted, expected, mostDecoded) => {
    const info = await probe(clip('two-seconds.mp4'), { ffmpeg });
    const spans = wanted.map(([startMs, endMs]) => ({ startMs, endMs }));
    const options = { analysisFps: 5, info, ffmpeg, spans };
    const video = decodeFrames(clip('two-seconds.mp4'), options);
    const frames: VideoFrame[] = [];
    for await (const frame of video) frames.push(frame);
    expect(timesMs(frames)).toEqual(expected);
    expect(video.report).toMatchObject({ damage: null, framesYielded: expected.length });
    expect(video.report!.framesDecoded).toBeLessThanOrEqual(mostDecoded);
  });

  test('a rate that does not divide the source keeps true times', async () => {
    const { frames } = await decode('two-seconds.mp4', 3);
    expect(timesMs(frames)).toEqual([0, 360, 680, 1000, 1360, 1680]);
  });

  test('a rate above the source gives every frame once', async () => {
    const { frames } = await decode('two-seconds.mp4', 1000);
    expect(timesMs(frames)).toEqual(Array.from({ length: 50 }, (_, n) => n * 40));
  });

  test('variable frame rate: by time, not by count', async () => {
    const { frames } = await decode('vfr.mkv', 5);
    const firsts = new Map<number, number>();
    for (const n of VFR_FRAMES) {
      const interval = Math.floor(n / 5);
      if (!firsts.has(interval)) firsts.set(interval, n * 40);
    }
    expect(timesMs(frames)).toEqual([...firsts.values()]);
  });

  test.each([
    ['corner.mp4', 160, 80, [0, 0]],
    ['turned-90.mp4', 80, 160, [1, 0]],
    ['turned-180.mp4', 160, 80, [1, 1]],
    ['turned-270.mp4', 80, 160, [0, 1]],
    ['wide-pixels.mp4', 160, 90, [0, 0]],
    ['full-range.mkv', 160, 80, [0, 0]],
  ] as const)('%s is upright with square pixels', async (name, widthPx, heightPx, white) => {
    const { frames, report } = await decode(name, 5);
    const frame = frames[0]!;
    expect(frame).toMatchObject({ widthPx, heightPx });
    expect(report.firstSizePx).toEqual({ widthPx, heightPx });
    for (const column of [0, 1]) {
      for (const row of [0, 1]) {
        const x = Math.floor(widthPx * (column * 0.5 + 0.25));
        const y = Math.floor(heightPx * (row * 0.5 + 0.25));
        const expected = column === white[0] && row === white[1];
        expect(isWhite(frame, x, y)).toBe(expected);
        const { small } = frame;
        const smallX = Math.floor((x * small.widthPx) / widthPx);
        const smallY = Math.floor((y * small.heightPx) / heightPx);
        expect(small.data[(smallY * small.widthPx + smallX) * 3]! > 200).toBe(expected);
      }
    }
  });

  test('a change of resolution within the file does not shift the pictures', async () => {
    const { frames } = await decode('resized.ts', 5);
    expect(frames.length).toBeGreaterThanOrEqual(19);
    expect(frames.at(-1)).toMatchObject({ widthPx: 160, heightPx: 120 });
    // Both halves show the same test card: the last frame looks like the first half's last.
    const first = frames[9]!;
    const last = frames.at(-1)!;
    const difference = first.luma.reduce(
      (sum, value, i) => sum + Math.abs(value - last.luma[i]!),
      0,
    );
    expect(difference / first.luma.length).toBeLessThan(25);
  });

  test.each(['tail-missing.mp4', 'scrambled.mp4'])(
    '%s: the good frames, then a report of the damage',
    async (name) => {
      const { frames, report } = await decode(name, 25);
      expect(frames.length).toBeGreaterThan(10);
      expect(report.damage).toMatchObject({
        code: 'DECODE_FAILED',
        message: expect.stringContaining(clip(name)) as string,
      });
    },
  );

  test('leaving early or aborting stops ffmpeg', async () => {
    const info = await probe(clip('two-seconds.mp4'), { ffmpeg });
    const stop = new AbortController();
    const options = { analysisFps: 25, info, ffmpeg, signal: stop.signal };
    for await (const frame of decodeFrames(clip('two-seconds.mp4'), options)) {
      expect(frame.mediaMs).toBe(0);
      break;
    }
    stop.abort();
    await expect(
      decodeFrames(clip('two-seconds.mp4'), options)[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('a slow consumer gets every frame and does not make the decoder run ahead', async () => {
    const info = await probe(clip('two-seconds.mp4'), { ffmpeg });
    const times: number[] = [];
    for await (const frame of decodeFrames(clip('two-seconds.mp4'), {
      analysisFps: 25,
      info,
      ffmpeg,
    })) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      times.push(Math.round(frame.mediaMs / 40));
    }
    expect(times).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });
});

test('memory that was given back is used again, and no later frame shows it', async () => {
  const info = await probe(clip('two-seconds.mp4'));
  const decode = async (recycling: boolean) => {
    const video = decodeFrames(clip('two-seconds.mp4'), { analysisFps: 15, info });
    const buffers = new Set<ArrayBufferLike>();
    const sums: number[] = [];
    for await (const frame of video) {
      buffers.add(frame.luma.buffer);
      sums.push(frame.luma.reduce((sum, value, i) => sum + value * (i % 251), 0));
      if (recycling) video.recycle(frame);
    }
    return { sums, buffers: buffers.size };
  };
  const kept = await decode(false);
  const recycled = await decode(true);
  expect(recycled.sums).toEqual(kept.sums);
  expect(kept.buffers).toBe(kept.sums.length);
  expect(recycled.buffers).toBeLessThan(kept.buffers / 2);
});
