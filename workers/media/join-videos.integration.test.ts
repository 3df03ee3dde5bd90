import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrames } from './frames.ts';
import { joinList, joinVideos } from './join-videos.ts';
import { probe } from './probe.ts';
import { splitByCopy } from './split.ts';
import { everyFfmpeg, H264, makeClip, movingSource, withFolder } from './test-clip.ts';

const folder = await withFolder();
const outDir = join(folder.path, "it's %d pieces");
const pieces: string[] = [];
afterAll(() => folder.remove());

beforeAll(async () => {
  await mkdir(outDir);
  const clip = join(folder.path, 'clip.mp4');
  await makeClip(clip, [...movingSource(160, 90, 3), ...H264]);
  const info = { rotationDeg: 90 } as const;
  for await (const { path } of splitByCopy(clip, { segmentMs: 1000, outDir, info })) {
    pieces.push(path);
  }
});

it('lists nothing, and names with quotes', () => {
  expect(joinList([])).toBe('ffconcat version 1.0\n');
  expect(joinList([{ path: "/it's/a.mkv", lengthMs: 1040 }])).toBe(
    "ffconcat version 1.0\nfile 'file:/it'\\''s/a.mkv'\nduration 1.040\n",
  );
});

describe.each(await everyFfmpeg())('%s', (label, ffmpeg) => {
  const out = (name: string) => join(outDir, `${label} ${name}.mkv`);

  it.each([
    ['one piece', 1, 1000],
    ['pieces that join up', 3, 1000],
    ['pieces some pictures apart', 3, 1080],
  ])('%s: every picture, at its time, turned as it was', async (name, count, lengthMs) => {
    const given = pieces.slice(0, count).map((path) => ({ path, lengthMs }));
    await joinVideos(given, out(name), { ffmpeg });
    const info = await probe(out(name), { ffmpeg });
    expect(info).toMatchObject({ widthPx: 90, heightPx: 160, rotationDeg: 90 });
    const times: number[] = [];
    const video = decodeFrames(out(name), { analysisFps: 1000, info, ffmpeg });
    for await (const { mediaMs } of video) times.push(Math.round(mediaMs));
    const expected = given.flatMap((_, n) =>
      Array.from({ length: 25 }, (_, i) => n * lengthMs + i * 40),
    );
    expect(times).toEqual(expected);
    expect(video.report!.damage).toBeNull();
  });

  it('says so where a piece is no video', async () => {
    const path = join(outDir, 'rubbish.mkv');
    await writeFile(path, 'rubbish');
    const given = [{ path, lengthMs: 1000 }];
    await expect(joinVideos(given, out('none'), { ffmpeg })).rejects.toMatchObject({
      code: 'DECODE_FAILED',
    });
  });
});
