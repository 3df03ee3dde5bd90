import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import type { RecordedFile, Recording, RecordingEnd } from './record/recording.ts';
import { SecondStream } from './second-stream.ts';

const SOURCE = {
  ...{ cameraId: 'gate', url: 'file:///main', detectionUrl: 'file:///small' },
  ...{ segmentMs: 1000, masks: [] },
};

/** Streams whose pieces the test sends when it likes, a second each. */
async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-second-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const stopping = new AbortController();
  const connections: {
    send: (startMs: number) => Promise<void>;
    end: (e: RecordingEnd) => void;
  }[] = [];
  const record = (_source: unknown, { signal }: { readonly signal: AbortSignal }): Recording => {
    const waiting: RecordedFile[] = [];
    let wake: () => void = () => undefined;
    let ended: RecordingEnd | null = null;
    const end = (how: RecordingEnd) => {
      ended ??= how;
      wake();
    };
    signal.addEventListener('abort', () => {
      end({ cause: null, message: 'ended' });
    });
    let sequence = 0;
    connections.push({
      async send(startMs) {
        const path = join(folder, `piece ${connections.length} ${startMs}`);
        await writeFile(path, `pictures from ${startMs}`);
        const times = { startMs, endMs: startMs + 1000, clockSource: 'camera' as const, jumpMs: 0 };
        waiting.push({ sequence: sequence++, path, ...times });
        wake();
        await sleep(20);
      },
      end,
    });
    async function* files() {
      for (;;) {
        yield* waiting.splice(0);
        if (ended !== null) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
    return {
      [Symbol.asyncIterator]: files,
      get end() {
        return Promise.resolve(ended!);
      },
      particulars: null,
    };
  };
  const second = new SecondStream({
    ...{ source: SOURCE, folder: join(folder, 'second'), signal: stopping.signal, record },
    ...{ log: pino({ enabled: false }), nowMs: Date.now, random01: () => 0 },
  });
  onTestFinished(() => second.close());
  const over = async (startMs: number, endMs: number) => {
    const beganMs = performance.now();
    const times = { startMs, endMs, clockSource: 'camera' as const, jumpMs: 0 };
    const found = await second.over({ sequence: 0, path: '', ...times });
    const text = found && (await readFile(found.path, 'utf8'));
    return { text, offsetMs: found?.offsetMs, tookMs: performance.now() - beganMs };
  };
  return { folder, second, connections, over };
}

it('gives what it shows of a piece, waits for what is on its way, and keeps nothing older', async () => {
  const { folder, second, connections, over } = await open();
  const early = over(200, 900);
  await connections[0]!.send(0);
  expect(await early).toMatchObject({ text: 'pictures from 0', offsetMs: -200 });
  await connections[0]!.send(1000);
  expect(await over(1000, 1900)).toMatchObject({ text: 'pictures from 1000', offsetMs: 0 });
  expect((await readdir(folder)).filter((name) => name.startsWith('piece'))).toEqual([
    'piece 1 1000',
  ]);
  expect(second.cause).toBeNull();
  await second.close();
  expect(await readdir(folder)).not.toContain('second');
});

it('holds the main stream up once when nothing comes, and says so until something does', async () => {
  const { second, connections, over } = await open();
  await connections[0]!.send(0);
  const first = await over(500, 1500);
  expect(first.text).toBeNull();
  expect(first.tookMs).toBeLessThan(4000);
  expect(second.cause).toBe('DETECTION_STREAM_LATE');
  for (const startMs of [1500, 2500, 3500]) {
    const next = await over(startMs, startMs + 1000);
    expect(next.text).toBeNull();
    expect(next.tookMs).toBeLessThan(500);
  }
  await connections[0]!.send(4400);
  expect(await over(4500, 5300)).toMatchObject({ text: 'pictures from 4400', offsetMs: -100 });
  expect(second.cause).toBeNull();
});

it('doesn’t hold it up at all while it is away, and is tried again', async () => {
  const { second, connections, over } = await open();
  connections[0]!.end({ cause: 'CAMERA_UNREACHABLE', message: 'nobody answers' });
  await expect.poll(() => second.cause).toBe('CAMERA_UNREACHABLE');
  expect((await over(0, 1000)).tookMs).toBeLessThan(500);
  await expect.poll(() => connections.length, { timeout: 5000 }).toBe(2);
  await connections[1]!.send(1000);
  expect(second.cause).toBeNull();
  expect(await over(1000, 2000)).toMatchObject({ text: 'pictures from 1000' });
});
