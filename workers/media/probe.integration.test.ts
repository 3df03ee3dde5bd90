import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFrames } from './frames.ts';
import { probe } from './probe.ts';
import { splitByCopy } from './split.ts';
import { H264, everyFfmpeg, makeClip, movingSource, withFolder } from './test-clip.ts';

const folder = await withFolder();
const clip = (name: string): string => join(folder.path, name);
afterAll(() => folder.remove());

beforeAll(async () => {
  const created = ['-metadata', 'creation_time=2026-03-01T08:00:00Z'];
  const mp4 = await makeClip(clip('good.mp4'), [...movingSource(160, 120, 2), ...H264, ...created]);
  await makeClip(clip('good.h264'), ['-i', mp4, '-c', 'copy']);
  const bytes = await readFile(mp4);
  await writeFile(clip('no-index.mp4'), bytes.subarray(0, bytes.length * 0.7));
  await writeFile(clip('empty.mp4'), '');
  await writeFile(
    clip('text.mp4'),
    'This is a shopping list: bread, milk, two apples.\n'.repeat(40),
  );
  await writeFile(clip('list.mp4'), '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\ngood.ts\n');
  await makeClip(clip('still.png'), [...movingSource(64, 64, 1), '-frames:v', '1']);
  await writeFile(clip('still.mp4'), await readFile(clip('still.png')));
  await makeClip(clip('sound.mp4'), ['-f', 'lavfi', '-i', 'sine=d=1']);
  await makeClip(clip('cover.mp3'), [
    ...['-f', 'lavfi', '-i', 'sine=d=1', '-i', clip('still.png'), '-map', '0', '-map', '1'],
    ...['-c:v', 'png', '-disposition:v', 'attached_pic'],
  ]);
});

describe.each(await everyFfmpeg())('%s', (_, ffmpeg) => {
  test('a good file', async () => {
    expect(await probe(clip('good.mp4'), { ffmpeg })).toEqual({
      widthPx: 160,
      heightPx: 120,
      rotationDeg: 0,
      durationMs: 2000,
      codec: 'h264',
      container: 'mov,mp4,m4a,3gp,3g2,mj2',
      creationTime: '2026-03-01T08:00:00.000Z',
    });
  });

  test('a bare stream has no duration in its head: it is measured', async () => {
    expect((await probe(clip('good.h264'), { ffmpeg })).durationMs).toBeCloseTo(2000, -2);
  });

  const bad = [
    ['missing.mp4', 'FILE_MISSING'],
    ['', 'FILE_UNREADABLE'],
    ['empty.mp4', 'FILE_EMPTY'],
    ['text.mp4', 'NOT_MEDIA'],
    ['list.mp4', 'NOT_MEDIA'],
    ['still.mp4', 'NOT_MEDIA'],
    ['no-index.mp4', 'MEDIA_TRUNCATED'],
    ['sound.mp4', 'NO_VIDEO_STREAM'],
    ['cover.mp3', 'NO_VIDEO_STREAM'],
  ] as const;

  test.each(bad)('%s: %s, naming the file', async (name, code) => {
    await expect(probe(clip(name), { ffmpeg })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(clip(name)) as string,
    });
  });

  test.each(bad.filter(([name]) => !['list.mp4', 'still.mp4'].includes(name)))(
    '%s: the same from decoding and splitting',
    async (name, code) => {
      const info = { widthPx: 160, heightPx: 120, rotationDeg: 0 } as const;
      const frames = decodeFrames(clip(name), { analysisFps: 5, info, ffmpeg });
      await expect(frames[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code });
      const outDir = join(folder.path, 'segments');
      const segments = splitByCopy(clip(name), { segmentMs: 2000, outDir, info, ffmpeg });
      await expect(segments[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code });
    },
  );
});
