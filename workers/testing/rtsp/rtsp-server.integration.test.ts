import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findFfmpeg } from '../../media/find-ffmpeg.ts';
import { makeClip, movingSource, withFolder } from '../../media/test-clip.ts';
import { watchInterleaved, type InterleavedClient } from './interleaved-client.ts';
import { startRtspProcess } from './rtsp-process.ts';
import { startRtspServer, type RtspServer } from './rtsp-server.ts';
import { rtspMissing } from './rtsp-missing.ts';

describe.skipIf(rtspMissing() !== null)('over RTSP', () => {
  const run = promisify(execFile);
  /** Without B-frames, as cameras send it. */
  const X264 = [
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-preset',
    'ultrafast',
    '-bf',
    '0',
    '-g',
    '25',
  ];
  const X265_PARAMS = 'bframes=0:keyint=25:log-level=error';
  const X265 = [
    '-c:v',
    'libx265',
    '-pix_fmt',
    'yuv420p',
    '-preset',
    'ultrafast',
    '-x265-params',
    X265_PARAMS,
  ];
  const NTP_EPOCH_S = 2_208_988_800;

  let folder: Awaited<ReturnType<typeof withFolder>>;
  let server: RtspServer;
  let file: string;
  let smallFile: string;
  const watchers: InterleavedClient[] = [];

  beforeAll(async () => {
    folder = await withFolder();
    file = await makeClip(join(folder.path, 'a.mp4'), [...movingSource(640, 360, 4), ...X264]);
    smallFile = await makeClip(join(folder.path, 'b.mp4'), [...movingSource(320, 240, 4), ...X264]);
    server = await startRtspServer();
  });
  afterEach(() => {
    for (const watcher of watchers.splice(0)) watcher.close();
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  /** What ffmpeg says of two seconds of a camera, or how it failed. */
  async function ffmpegCopy(url: string, out = '-'): Promise<{ ok: boolean; said: string }> {
    const { path } = await findFfmpeg();
    const input = ['-analyzeduration', '500000', '-probesize', '100000', '-rtsp_transport', 'tcp'];
    const argv = ['-nostdin', '-y', ...input, '-i', url, '-t', '2', '-c', 'copy'];
    try {
      const { stderr } = await run(path, [...argv, '-f', out === '-' ? 'null' : 'mpegts', out]);
      return { ok: true, said: stderr };
    } catch (error) {
      return { ok: false, said: (error as { stderr: string }).stderr };
    }
  }

  async function watch(path: string): Promise<InterleavedClient> {
    const watcher = await watchInterleaved(server.url(path));
    watchers.push(watcher);
    return watcher;
  }

  const rtp = (watcher: InterleavedClient) =>
    watcher.packets.filter(({ channel }) => channel === 0);
  const isRunning = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  describe('a camera over RTSP', () => {
    it('says what to install where there is no GStreamer', async () => {
      await expect(startRtspProcess('/nowhere/python3')).rejects.toThrow(
        /apt-get install .*gir1\.2-gst-rtsp-server-1\.0/,
      );
    });

    it.each([
      ['h264', X264],
      ['h265', X265],
    ] as const)('shows a looped file in %s', async (codec, encoder) => {
      const clip = join(folder.path, `${codec}.mp4`);
      await makeClip(clip, [...movingSource(640, 360, 2), ...encoder]);
      await server.mount(`/${codec}`, { feed: { file: clip }, codec });
      const out = join(folder.path, `${codec}.ts`);
      expect(await ffmpegCopy(server.url(`/${codec}`), out)).toMatchObject({ ok: true });
      const { path } = await findFfmpeg();
      const decoded = await run(path, ['-v', 'error', '-i', out, '-f', 'framecrc', '-']);
      expect(decoded.stderr).toBe('');
      expect(decoded.stdout).toContain('#dimensions 0: 640x360');
      expect(
        decoded.stdout.split('\n').filter((line) => line.startsWith('0,')).length,
      ).toBeGreaterThan(45);
    });

    it.each(['basic', 'digest'] as const)('asks for name and password (%s)', async (method) => {
      const path = `/${method}`;
      const login = { user: 'watch man', password: 'p@ss:word', method };
      await server.mount(path, { feed: { file }, login });
      const url = server.url(path);
      expect(await ffmpegCopy(url)).toMatchObject({ ok: true });
      for (const wrong of [url.replace(/\/\/.*@/, '//'), url.replace('word@', 'work@')]) {
        const { ok, said } = await ffmpegCopy(wrong);
        expect([ok, said]).toEqual([false, expect.stringContaining('401 Unauthorized')]);
      }
    });

    it('feeds thirty who watch one encoding', async () => {
      await server.mount('/many', { feed: { file } });
      const all = await Promise.all(Array.from({ length: 30 }, () => watch('/many')));
      expect(await server.clients('/many')).toBe(30);
      await vi.waitFor(() => {
        for (const each of all) expect(rtp(each).length).toBeGreaterThan(50);
      }, 20_000);
    });
  });

  describe('faults of a camera', () => {
    let path: string;
    let count = 0;
    beforeEach(async () => {
      path = `/faulty${++count}`;
      await server.mount(path, { feed: { file } });
    });
    afterEach(() => server.remove(path));

    it('stalls with its connections open, and goes on', async () => {
      const watcher = await watch(path);
      await vi.waitFor(() => {
        expect(rtp(watcher).length).toBeGreaterThan(0);
      }, 10_000);
      await server.stall(path);
      await after(300);
      const before = rtp(watcher).length;
      await after(1000);
      expect([rtp(watcher).length, watcher.closed]).toEqual([before, false]);
      await server.resume(path);
      await vi.waitFor(() => {
        expect(rtp(watcher).length).toBeGreaterThan(before + 50);
      }, 10_000);
    });

    it('sends rubbish for pictures, in sound packets', async () => {
      await server.garbage(path, 'pictures');
      const watcher = await watch(path);
      await vi.waitFor(() => {
        expect(rtp(watcher).length).toBeGreaterThan(50);
      }, 10_000);
      expect(watcher.strayBytes).toBe(0);
      const { said } = await ffmpegCopy(server.url(path));
      expect(said).not.toContain('640x360');
    });

    it('sends rubbish between packets', async () => {
      const watcher = await watch(path);
      await server.garbage(path, 'bytes');
      await vi.waitFor(() => {
        expect(watcher.strayBytes).toBeGreaterThan(10_000);
      }, 10_000);
    });

    it('changes its resolution in the middle of the stream', async () => {
      const watcher = await watch(path);
      /** H.264's sequence parameter sets (NAL unit type 7) so far: they say the size. */
      const sizesSaid = () =>
        new Set(
          rtp(watcher)
            .map(({ bytes }) => bytes.subarray(12))
            .filter((unit) => (unit[0]! & 31) === 7)
            .map((unit) => unit.toString('hex')),
        ).size;
      await vi.waitFor(() => {
        expect(sizesSaid()).toBe(1);
      }, 10_000);
      await server.changeFeed(path, { file: smallFile });
      await vi.waitFor(() => {
        expect(sizesSaid()).toBe(2);
      }, 10_000);
      expect((await ffmpegCopy(server.url(path))).said).toContain(' 320x240');
    });

    it('drops connections, and takes new ones', async () => {
      const watcher = await watch(path);
      await server.drop(path);
      await vi.waitFor(() => {
        expect(watcher.closed).toBe(true);
      });
      expect(await ffmpegCopy(server.url(path))).toMatchObject({ ok: true });
    });

    it('is away, and back at the same address', async () => {
      const watcher = await watch(path);
      await server.stop(path);
      await vi.waitFor(() => {
        expect(watcher.closed).toBe(true);
      });
      expect((await ffmpegCopy(server.url(path))).said).toContain('Connection refused');
      await server.start(path);
      expect(await ffmpegCopy(server.url(path))).toMatchObject({ ok: true });
    });

    it('is taken away', async () => {
      await server.mount('/gone', { feed: { file } });
      const url = server.url('/gone');
      await server.remove('/gone');
      expect((await ffmpegCopy(url)).said).toContain('Connection refused');
      expect(() => server.url('/gone')).toThrow('/gone');
    });
  });

  describe('sender reports', () => {
    interface Report {
      readonly ntpMs: number;
      readonly rtpTime: number;
    }
    const reportsOf = (watcher: InterleavedClient): Report[] =>
      watcher.packets
        .filter(({ channel, bytes }) => channel === 1 && bytes[1] === 200)
        .map(({ bytes }) => ({
          ntpMs: (bytes.readUInt32BE(8) - NTP_EPOCH_S + bytes.readUInt32BE(12) / 2 ** 32) * 1000,
          rtpTime: bytes.readUInt32BE(16),
        }));
    /** How long after it was taken each packet's picture came, by the camera's own clock. */
    const ages = (watcher: InterleavedClient, { ntpMs, rtpTime }: Report): number[] =>
      rtp(watcher).map(({ bytes, arrivedMs }) => {
        const since = (bytes.readUInt32BE(4) - rtpTime) | 0;
        return arrivedMs - (ntpMs + since / 90);
      });
    const watchUntilReported = async (path: string): Promise<InterleavedClient> => {
      const watcher = await watch(path);
      await vi.waitFor(() => {
        expect(reportsOf(watcher).length).toBeGreaterThan(1);
      }, 20_000);
      return watcher;
    };

    it.each([0, -3_600_000, 3_600_000])(
      'say when pictures were taken, %i ms ahead',
      async (ahead) => {
        const path = `/clock${ahead}`;
        await server.mount(path, { feed: { file }, clockOffsetMs: ahead });
        const watcher = await watchUntilReported(path);
        const reports = reportsOf(watcher);
        for (const report of [reports[0]!, reports.at(-1)!]) {
          // Later packets waited for nothing but the network; how long, a busy machine decides.
          const since = ages(watcher, report).slice(-20);
          expect(Math.min(...since) + ahead).toBeGreaterThan(-20);
          expect(Math.max(...since) + ahead).toBeLessThan(2000);
        }
        const both = reports.slice(0, 2) as [Report, Report];
        const gained =
          both[1].ntpMs - both[0].ntpMs - ((both[1].rtpTime - both[0].rtpTime) | 0) / 90;
        expect(Math.abs(gained)).toBeLessThan(20);
      },
    );

    it("count from the camera's start where it has no clock", async () => {
      await server.mount('/uptime', { feed: { file }, reports: 'uptime' });
      const watcher = await watchUntilReported('/uptime');
      expect(new Date(reportsOf(watcher)[0]!.ntpMs).getUTCFullYear()).toBe(1900);
    });

    it('are not there', async () => {
      await server.mount('/silent', { feed: { file }, reports: 'none' });
      const watcher = await watch('/silent');
      await after(3000);
      expect(rtp(watcher).length).toBeGreaterThan(0);
      expect(watcher.packets.filter(({ channel }) => channel === 1)).toEqual([]);
      await server.setReports('/silent', 'true');
      await vi.waitFor(() => {
        expect(reportsOf(watcher).length).toBeGreaterThan(0);
      }, 20_000);
    });
  });

  it('leaves no process behind when what started it is killed', async () => {
    const parent = fork(new URL('rtsp-parent.ts', import.meta.url), {
      execArgv: ['--import', import.meta.resolve('tsx')],
    });
    parent.send(file);
    const [pid] = (await once(parent, 'message')) as [number];
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
      .trim()
      .split(' ');
    const pids = [pid, ...children.map(Number)];
    expect(pids.map(isRunning)).toEqual([true, true]);
    parent.kill('SIGKILL');
    await vi.waitFor(() => {
      expect(pids.map(isRunning)).toEqual([false, false]);
    }, 10_000);
  });
});
