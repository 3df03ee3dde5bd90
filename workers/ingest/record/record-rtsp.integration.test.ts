import { join } from 'node:path';
import { describe, afterAll, beforeAll, expect, it } from 'vitest';
import { decodeFrames } from '../../media/frames.ts';
import { probe } from '../../media/probe.ts';
import { everyFfmpeg, H264, makeClip, movingSource, withFolder } from '../../media/test-clip.ts';
import { startRtspServer, type RtspServer } from '../../testing/rtsp/rtsp-server.ts';
import { recordStream } from './record-stream.ts';
import type { RecordedFile } from './recording.ts';
import { rtspMissing } from '../../testing/rtsp/rtsp-missing.ts';

describe.skipIf(rtspMissing() !== null)('over RTSP', async () => {
  const folder = await withFolder();
  const clip = (name: string): string => join(folder.path, name);
  const all = await everyFfmpeg();
  const [, newest] = all.at(-1)!;
  let server: RtspServer;

  beforeAll(async () => {
    const plain = [...H264, '-bf', '0'];
    await makeClip(clip('plain.mp4'), [...movingSource(320, 240, 4), ...plain]);
    await makeClip(clip('larger.mp4'), [...movingSource(640, 360, 4), ...plain]);
    await makeClip(clip('b-frames.mp4'), [...movingSource(320, 240, 4), ...H264]);
    server = await startRtspServer();
    const login = { user: 'watch man', password: 'p@ss:word', method: 'digest' } as const;
    await server.mount('/plain', { feed: { file: clip('plain.mp4') }, login });
    await server.mount('/b-frames', { feed: { file: clip('b-frames.mp4') } });
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  let recordings = 0;
  async function record(
    path: string,
    {
      count = 99,
      ffmpeg = newest,
      then = () => Promise.resolve(),
    }: { count?: number; ffmpeg?: typeof newest; then?: () => Promise<void> },
  ) {
    const enough = new AbortController();
    const recording = recordStream(
      { url: server.url(path), segmentMs: 1000, masks: [] },
      {
        folder: clip(`recording ${recordings++}`),
        signal: enough.signal,
        nowMs: Date.now,
        // On a busy machine the test’s own camera is silent for a second or two.
        patience: { firstMs: 15_000, stallMs: 5000 },
        ffmpeg,
      },
    );
    const files: RecordedFile[] = [];
    for await (const file of recording) {
      files.push(file);
      if (files.length === 2) await then();
      if (files.length === count) enough.abort();
    }
    return { files, end: await recording.end };
  }

  it.each(
    all.flatMap(([label, ffmpeg]) =>
      ['/plain', '/b-frames'].map((path) => ({ label, ffmpeg, path })),
    ),
  )(
    '$label $path: files that join up by the camera’s clock, and hold every picture',
    // ffmpeg of 2018 may give up a stream with B-frames; ingest connects again then, and so does this.
    { retry: 2 },
    async ({ ffmpeg, path }) => {
      const { files, end } = await record(path, { count: 5, ffmpeg });
      expect(end).toMatchObject({ cause: null });
      expect(files.length).toBeGreaterThanOrEqual(5);
      for (const [index, file] of files.entries()) {
        expect(file).toMatchObject({ sequence: index, jumpMs: 0 });
        if (index > 0) expect(Math.abs(file.startMs - files[index - 1]!.endMs)).toBeLessThan(60);
      }
      expect(files.at(-1)).toMatchObject({ clockSource: 'camera' });
      const { path: file, startMs, endMs } = files[2]!;
      let frames = 0;
      for await (const { mediaMs } of decodeFrames(file, {
        analysisFps: 1000,
        info: await probe(file),
      })) {
        expect(mediaMs).toBeLessThan(1000);
        frames++;
      }
      expect(frames).toBe(25);
      expect(Math.abs(endMs - startMs - 1000)).toBeLessThan(60);
    },
  );

  it.each([
    ['stalls', 'CAMERA_STALLED', () => server.stall('/plain')],
    ['drops', 'CAMERA_DISCONNECTED', () => server.drop('/plain')],
    ['sends garbage', 'CAMERA_DISCONNECTED', () => server.garbage('/plain', 'bytes')],
  ])('a camera that %s: what came is kept, and the cause', async (_, cause, then) => {
    const { files, end } = await record('/plain', { then });
    await server.resume('/plain');
    expect(end.cause).toBe(cause);
    expect(files.length).toBeGreaterThanOrEqual(2);
  });

  it('a picture that changes its size goes on, and can be decoded', async () => {
    const { files, end } = await record('/plain', {
      count: 6,
      then: () => server.changeFeed('/plain', { file: clip('larger.mp4') }),
    });
    expect(end).toMatchObject({ cause: null });
    expect(await probe(files[0]!.path)).toMatchObject({ widthPx: 320 });
    expect(await probe(files.at(-2)!.path)).toMatchObject({ widthPx: 640 });
    for (const { path } of files.slice(0, -1)) {
      const info = await probe(path);
      let frames = 0;
      for await (const { luma } of decodeFrames(path, { analysisFps: 1000, info })) {
        expect(luma).toHaveLength(info.widthPx * info.heightPx);
        frames++;
      }
      expect(frames).toBeGreaterThanOrEqual(20);
    }
  });

  it('nobody there, or no such stream', async () => {
    await server.stop('/b-frames');
    expect((await record('/b-frames', {})).end.cause).toBe('CAMERA_UNREACHABLE');
    await server.start('/b-frames');
  });
});
