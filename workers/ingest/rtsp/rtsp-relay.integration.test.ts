import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SegmentTimes } from '../../../pipeline/live/stream-clock.ts';
import { findFfmpeg, type Ffmpeg } from '../../media/find-ffmpeg.ts';
import { everyFfmpeg, makeClip, movingSource, withFolder } from '../../media/test-clip.ts';
import { startRtspServer, type RtspServer } from '../../testing/rtsp/rtsp-server.ts';
import { openRtspRelay, type RtspRelay } from './rtsp-relay.ts';
import { rtspMissing } from '../../testing/rtsp/rtsp-missing.ts';

describe.skipIf(rtspMissing() !== null)('over RTSP', () => {
  const LOGIN = { user: 'us"er', password: 'p@ss:w%rd/é' };
  const X264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-g', '25'];

  let folder: Awaited<ReturnType<typeof withFolder>>;
  let server: RtspServer;
  let file: string;

  beforeAll(async () => {
    folder = await withFolder();
    file = await makeClip(join(folder.path, 'a.mp4'), [...movingSource(640, 360, 4), ...X264]);
    server = await startRtspServer();
    await Promise.all([
      server.mount('/open', { feed: { file } }),
      server.mount('/silent-clock', { feed: { file }, reports: 'none' }),
      server.mount('/ahead', { feed: { file }, clockOffsetMs: 3_000 }),
      server.mount('/uptime', { feed: { file }, reports: 'uptime' }),
      server.mount('/basic', { feed: { file }, login: { ...LOGIN, method: 'basic' } }),
      server.mount('/digest', { feed: { file }, login: { ...LOGIN, method: 'digest' } }),
    ]);
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  interface Watched {
    readonly exitCode: number | null;
    readonly segments: readonly (SegmentTimes & { readonly lengthMs: number })[];
    readonly finishedAtMs: readonly number[];
  }

  /** What ffmpeg records of a camera through the relay, in segments of a second. */
  async function watch(relay: RtspRelay, seconds: number, ffmpeg?: Ffmpeg): Promise<Watched> {
    const out = join(folder.path, `${String(Math.random()).slice(2)}-%d.mkv`);
    const child = spawn((ffmpeg ?? (await findFfmpeg())).path, [
      ...['-nostdin', '-v', 'error', '-rtsp_transport', 'tcp', '-copyts'],
      ...['-protocol_whitelist', 'rtsp,rtp,tcp', '-i', relay.localUrl, '-t', String(seconds)],
      ...['-c', 'copy', '-f', 'segment', '-segment_time', '1', '-reset_timestamps', '1'],
      ...['-segment_list', 'pipe:1', '-segment_list_type', 'csv', out],
    ]);
    const segments: (SegmentTimes & { lengthMs: number })[] = [];
    const finishedAtMs: number[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trim().split('\n')) {
        const [, start, end] = line.split(',').map((field) => Number(field) * 1000);
        segments.push({ ...relay.clock.timeSegment(start!, end!)!, lengthMs: end! - start! });
        finishedAtMs.push(Date.now());
      }
    });
    child.stderr.resume();
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, segments, finishedAtMs };
  }

  const lengthMs = ({ segments }: Watched): number =>
    segments.reduce((total, segment) => total + segment.lengthMs, 0);

  describe('a camera through the relay', () => {
    it.each((['basic', 'digest'] as const).map((method) => [method]))(
      'that asks for %s authentication is recorded by every ffmpeg, which knows no password',
      async (method) => {
        for (const [, ffmpeg] of await everyFfmpeg()) {
          const relay = await openRtspRelay(server.url(`/${method}`));
          expect(relay.localUrl).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
          const watched = await watch(relay, 3, ffmpeg);
          expect(watched.exitCode).toBe(0);
          expect(lengthMs(watched)).toBeGreaterThan(2_500);
          expect(await relay.ended).toBeNull();
        }
      },
    );

    it('is timed by its own clock, segment after segment', async () => {
      const relay = await openRtspRelay(server.url('/ahead'));
      const { segments, finishedAtMs } = await watch(relay, 4);
      expect(segments.length).toBeGreaterThan(2);
      for (const [index, segment] of segments.entries()) {
        expect(segment).toMatchObject({ clockSource: 'camera', jumpMs: 0 });
        if (index > 0) expect(segment.startMs).toBe(segments[index - 1]!.endMs);
        // Its clock is three seconds ahead; what is finished was taken before it came.
        const aheadMs = segment.endMs - finishedAtMs[index]!;
        expect(aheadMs).toBeGreaterThan(1_000);
        expect(aheadMs).toBeLessThan(3_100);
      }
    });

    it.each([['/silent-clock'], ['/uptime']])(
      'is timed by the arrivals where its clock tells nothing: %s',
      async (path) => {
        const relay = await openRtspRelay(server.url(path));
        const { segments, finishedAtMs } = await watch(relay, 3);
        expect(segments.length).toBeGreaterThan(1);
        for (const [index, segment] of segments.entries()) {
          expect(segment).toMatchObject({ clockSource: 'arrival', jumpMs: 0 });
          const lateMs = finishedAtMs[index]! - segment.endMs;
          expect(lateMs).toBeGreaterThan(-100);
          expect(lateMs).toBeLessThan(2_000);
        }
      },
    );

    it('lets the camera go when ffmpeg ends, and when it is closed', async () => {
      const left = await openRtspRelay(server.url('/open'));
      await watch(left, 1);
      await left.ended;
      const closed = await openRtspRelay(server.url('/open'));
      const watching = watch(closed, 60);
      await vi.waitFor(() => {
        expect(closed.clock.timeSegment(0, 0)).not.toBeNull();
      }, 20_000);
      await closed.close();
      await watching;
      expect(closed.failure).toBeNull();
      await vi.waitFor(async () => {
        expect(await server.clients('/open')).toBe(0);
      }, 10_000);
    });

    it.each([
      ['a wrong password', (url: string) => url.replace('p%40ss', 'pass'), 'CAMERA_UNAUTHORIZED'],
      ['no password', (url: string) => url.replace(/\/\/.*@/, '//'), 'CAMERA_UNAUTHORIZED'],
      ['another path', (url: string) => url.replace(/digest$/, 'nothing'), 'CAMERA_NO_VIDEO'],
    ])('says why there is no video: %s', async (_name, change, cause) => {
      const relay = await openRtspRelay(change(server.url('/digest')));
      expect((await watch(relay, 2)).exitCode).not.toBe(0);
      const failure = await relay.ended;
      expect(failure?.cause).toBe(cause);
      expect(failure?.message).not.toMatch(/us"er|us%22|w%|w%25/);
    });

    it.each([
      ['that drops the connection', (path: string) => server.drop(path), 'CAMERA_DISCONNECTED'],
      [
        'that sends rubbish between its packets',
        (path: string) => server.garbage(path, 'bytes'),
        'CAMERA_DISCONNECTED',
      ],
    ])('%s: ffmpeg gets what came, and an end', async (name, spoil, cause) => {
      const path = `/${name.replace(/\W/g, '')}`;
      await server.mount(path, { feed: { file } });
      const relay = await openRtspRelay(server.url(path));
      const watching = watch(relay, 600);
      await vi.waitFor(() => {
        expect(relay.clock.timeSegment(0, 0)).not.toBeNull();
      }, 20_000);
      await after(1_500);
      await spoil(path);
      const watched = await watching;
      expect(lengthMs(watched)).toBeGreaterThan(1_000);
      expect((await relay.ended)?.cause).toBe(cause);
      await server.remove(path);
    });

    it('tells for how long a camera has sent no picture', async () => {
      await server.mount('/stalls', { feed: { file } });
      const relay = await openRtspRelay(server.url('/stalls'));
      const watching = watch(relay, 600);
      await vi.waitFor(() => {
        expect(relay.clock.timeSegment(0, 0)).not.toBeNull();
      }, 20_000);
      await server.stall('/stalls');
      await vi.waitFor(() => {
        expect(relay.silentMs()).toBeGreaterThan(1_500);
      }, 20_000);
      expect(relay.failure).toBeNull();
      await server.resume('/stalls');
      await vi.waitFor(() => {
        expect(relay.silentMs()).toBeLessThan(1_000);
      }, 20_000);
      await relay.close();
      await watching;
    });
  });
});
