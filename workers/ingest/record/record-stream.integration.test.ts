import { randomBytes } from 'node:crypto';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeFrames } from '../../media/frames.ts';
import { probe } from '../../media/probe.ts';
import { everyFfmpeg, H264, makeClip, movingSource, withFolder } from '../../media/test-clip.ts';
import { locked, playing, startHttpCamera, type HttpCamera } from '../../testing/http-camera.ts';
import { recordStream, type RecordOptions } from './record-stream.ts';
import type { RecordedFile, Recording } from './recording.ts';
import { salvageRecording } from './salvage.ts';

const run = promisify(execFile);
const QUICK = { firstMs: 3000, stallMs: 1500, keyframeMs: 6000, noPicturesMs: 3000 };
const TS = ['-c', 'copy', '-f', 'mpegts', '-flush_packets', '1'];
const MJPEG = ['-c:v', 'mjpeg', '-r', '10', '-f', 'mpjpeg', '-flush_packets', '1'];

const folder = await withFolder();
const clip = join(folder.path, 'clip.mp4');
const asked: string[] = [];
let camera: HttpCamera;

beforeAll(async () => {
  await makeClip(clip, [...movingSource(160, 120, 3), ...H264]);
  const ts = playing(clip, 'video/mp2t', TS);
  camera = await startHttpCamera({
    '/ts': ts,
    '/locked': locked('watch man:p@ss:word', ts),
    '/mjpeg': playing(clip, 'multipart/x-mixed-replace; boundary=ffmpeg', MJPEG),
    '/moved': (_, response) => response.writeHead(302, { location: '/ts' }).end(),
    '/away': (_, response) =>
      response.writeHead(302, { location: `http://localhost:${camera.port}/taken` }).end(),
    '/taken': (request, response) => {
      asked.push(request.url!);
      response.end();
    },
    '/garbage': (_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp2t' });
      response.end(randomBytes(400_000));
    },
    '/page': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    '/silent': (_, response) => {
      response.writeHead(200).flushHeaders();
    },
    '/stalls': (request, response) => {
      ts(request, response);
      // Connected, and nothing more of it.
      setTimeout(() => {
        response.write = () => true;
      }, 3000);
    },
    '/drops': (request, response) => {
      ts(request, response);
      setTimeout(() => {
        response.socket?.resetAndDestroy();
      }, 3500);
    },
  });
});
afterEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  await camera.close();
  await folder.remove();
});

let recordings = 0;
function start(url: string, options: Partial<RecordOptions> = {}): Recording {
  return recordStream(
    { url, segmentMs: 1000, masks: [] },
    {
      folder: join(folder.path, `recording ${recordings++}`),
      signal: AbortSignal.timeout(30_000),
      nowMs: Date.now,
      patience: QUICK,
      ...options,
    },
  );
}

/** Records until there are so many files, or it ends by itself. */
async function record(url: string, count: number, options: Partial<RecordOptions> = {}) {
  const enough = new AbortController();
  const recording = start(url, { signal: enough.signal, ...options });
  const files: RecordedFile[] = [];
  for await (const file of recording) {
    files.push(file);
    if (files.length === count) enough.abort();
  }
  return { files, end: await recording.end, particulars: recording.particulars };
}

function expectToJoinUp(
  files: readonly RecordedFile[],
  startedMs: number,
  pictureMs: number,
): void {
  expect(files[0]!.startMs).toBeGreaterThan(startedMs - 5000);
  expect(files.at(-1)!.endMs).toBeLessThan(Date.now() + 500);
  for (const [index, file] of files.entries()) {
    expect(file).toMatchObject({ sequence: index, clockSource: 'arrival', jumpMs: 0 });
    expect(file.endMs).toBeGreaterThan(file.startMs);
    if (index > 0)
      expect(Math.abs(file.startMs - files[index - 1]!.endMs)).toBeLessThan(pictureMs + 20);
  }
}

describe.each(await everyFfmpeg())('%s', (_, ffmpeg) => {
  it.each([
    ['file', () => pathToFileURL(clip).href, 'h264'],
    ['MPEG-TS', () => camera.url('/ts'), 'h264'],
    ['MPEG-TS elsewhere on the same host', () => camera.url('/moved'), 'h264'],
    ['MPEG-TS behind a password', () => camera.url('/locked', 'watch%20man:p%40ss:word'), 'h264'],
    ['MJPEG', () => camera.url('/mjpeg'), 'mjpeg'],
  ])('%s: files that join up and hold every picture', async (kind, url, codec) => {
    const startedMs = Date.now();
    const { files, end, particulars } = await record(url(), 5, { ffmpeg });
    expect(end).toMatchObject({ cause: null });
    expect(particulars).toEqual({ codec, widthPx: 160, heightPx: 120 });
    expect(files.length).toBeGreaterThanOrEqual(5);
    expectToJoinUp(files, startedMs, codec === 'mjpeg' ? 400 : 40);
    // Across the place where the file begins again.
    for (const { path, startMs, endMs } of files.slice(1, 4)) {
      const info = await probe(path, { ffmpeg });
      const times: number[] = [];
      for await (const frame of decodeFrames(path, { analysisFps: 1000, info, ffmpeg })) {
        times.push(frame.mediaMs);
      }
      const wanted = codec === 'mjpeg' ? 10 : 25;
      expect(times.length, kind).toBeGreaterThanOrEqual(wanted * 0.8);
      expect(times[0]).toBeLessThan(100);
      expect(Math.abs(times.at(-1)! - (endMs - startMs))).toBeLessThan(250);
    }
  });
});

it.each([
  ['nobody there', () => 'http://127.0.0.1:1/', 'CAMERA_UNREACHABLE'],
  ['no such file', () => 'file:///nowhere/camera.mp4', 'CAMERA_UNREACHABLE'],
  ['no such path', () => camera.url('/nothing'), 'CAMERA_NO_VIDEO'],
  ['a web page', () => camera.url('/page'), 'CAMERA_NO_VIDEO'],
  ['garbage', () => camera.url('/garbage'), 'CAMERA_NO_VIDEO'],
  ['no password', () => camera.url('/locked'), 'CAMERA_UNAUTHORIZED'],
  ['a wrong password', () => camera.url('/locked', 'me:secret-word'), 'CAMERA_UNAUTHORIZED'],
  ['another host', () => camera.url('/away', 'me:secret-word'), 'CAMERA_NO_VIDEO'],
  ['silence from the start', () => camera.url('/silent'), 'CAMERA_STALLED'],
  ['another kind of address', () => 'ftp://127.0.0.1/a', 'CAMERA_NO_VIDEO'],
])('%s: no file, and the cause', async (_, url, cause) => {
  const { files, end } = await record(url(), 1);
  expect(files).toEqual([]);
  expect(end.cause).toBe(cause);
  expect(end.message).not.toMatch(/secret-word/);
  expect(asked).toEqual([]);
});

it.each([
  ['/stalls', 'CAMERA_STALLED'],
  ['/drops', 'CAMERA_DISCONNECTED'],
])('%s: what came before is kept, to its last picture', async (path, cause) => {
  const { files, end } = await record(camera.url(path), 99);
  expect(end.cause).toBe(cause);
  expect(files.at(-1)!.endMs - files[0]!.startMs).toBeGreaterThan(1500);
});

it('ends when the clock that times its pictures is set, and not for one that is timed otherwise', async () => {
  let aheadMs = 0;
  const jumping = { nowMs: () => Date.now() + aheadMs };
  setTimeout(() => {
    aheadMs = 3_600_000;
  }, 2500);
  const [mjpeg, file] = await Promise.all([
    record(camera.url('/mjpeg'), 9, jumping),
    record(pathToFileURL(clip).href, 6, jumping),
  ]);
  expect(mjpeg.end).toMatchObject({ cause: 'CAMERA_DISCONNECTED' });
  expect(file.end).toMatchObject({ cause: null });
  const jumps = file.files.filter(({ jumpMs }) => jumpMs !== 0);
  expect(jumps).toHaveLength(1);
  expect(Math.abs(jumps[0]!.jumpMs - 3_600_000)).toBeLessThan(500);
});

it('tells ffmpeg no password', async () => {
  const recording = start(camera.url('/locked', 'watch%20man:p%40ss:word'));
  for await (const file of recording) {
    expect(file.sequence).toBe(0);
    const { stdout } = await run('ps', ['-eo', 'args']);
    expect(stdout).toMatch(/ffmpeg.*pipe:0/);
    expect(stdout).not.toMatch(/p(@|%40)ss:word/);
    break;
  }
  expect((await recording.end).cause).toBeNull();
});

describe('when the process is killed', () => {
  it.each([
    ['a file', () => pathToFileURL(clip).href],
    ['a stream', () => camera.url('/ts')],
  ])('%s: ffmpeg ends, and what it wrote is salvaged', async (_, url) => {
    const home = join(folder.path, `recording ${recordings++}`);
    const child = fork(new URL('testing/record-process.ts', import.meta.url), [url(), home], {
      execArgv: ['--import', 'tsx'],
    });
    const told: RecordedFile[] = [];
    child.on('message', (file) => told.push(file as RecordedFile));
    await vi.waitFor(() => {
      expect(told.length).toBeGreaterThanOrEqual(2);
    }, 20_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await vi.waitFor(async () => {
      const { stdout } = await run('ps', ['-eo', 'stat,args']);
      expect(
        stdout.split('\n').filter((line) => line.includes(home) && !line.startsWith('Z')),
      ).toEqual([]);
    }, 10_000);

    const salvaged = await salvageRecording(home);
    expect(salvaged.slice(0, told.length)).toEqual(told);
    expect(salvaged.length).toBeGreaterThan(told.length);
    const last = salvaged.at(-1)!;
    expect(last.startMs).toBe(salvaged.at(-2)!.endMs);
    expect(last.endMs).toBeGreaterThan(last.startMs);
    await expect(probe(last.path)).resolves.toMatchObject({ widthPx: 160 });
  });

  it('there is nothing to salvage where nothing was recorded', async () => {
    expect(await salvageRecording(join(folder.path, 'nowhere'))).toEqual([]);
  });
});
