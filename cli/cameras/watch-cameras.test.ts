import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchCameras, watchParticulars, type WatchedCameras } from './watch-cameras.ts';

const POLL_MS = 10;
const camera = (name: string, more = '') =>
  `  - { name: ${name}, url: 'rtsp://10.0.0.7/${name}', occasion: order 12/26${more} }\n`;

let folder: string;
let path: string;
let watched: WatchedCameras | null;
const troubles: string[] = [];
let changes: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-watch-'));
  path = join(folder, 'wayside.yaml');
  watched = null;
  troubles.length = 0;
  changes = 0;
});
afterEach(() => {
  watched?.stop();
  rmSync(folder, { recursive: true });
});

function write(text: string): void {
  writeFileSync(path, text);
}
function watch(): WatchedCameras {
  watched = watchCameras(
    { WAYSIDE_CONFIG: path },
    { pollMs: POLL_MS, onTrouble: (error) => void troubles.push((error as Error).message) },
  );
  watched.onChange(() => {
    changes++;
  });
  return watched;
}
const names = () => watched!.current().map(({ cameraId }) => cameraId);
const comeTo = (expected: string[]) =>
  vi.waitFor(() => {
    expect(names()).toEqual(expected);
  });
/** Long enough for whatever would wrongly happen. */
const rest = () => sleep(12 * POLL_MS);

it('begins with what is there, and fails where that is broken', () => {
  expect(() => watch()).toThrow(expect.objectContaining({ code: 'FILE_MISSING' }));
  write('cameras: 3');
  expect(() => watch()).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  write('');
  expect(watch().current()).toEqual([]);
});

it('takes cameras that are added, changed and removed, and says so once each', async () => {
  write(`cameras:\n${camera('a')}`);
  watch();
  expect(names()).toEqual(['a']);
  write(`cameras:\n${camera('a')}${camera('b')}`);
  await comeTo(['a', 'b']);
  write(`cameras:\n${camera('a', ', segmentSeconds: 4')}${camera('b')}`);
  await vi.waitFor(() => {
    expect(watched!.current()[0]!.segmentMs).toBe(4000);
  });
  write(`cameras: []`);
  await comeTo([]);
  await rest();
  expect([changes, troubles]).toEqual([3, []]);
});

it('says nothing of changes that change no camera', async () => {
  write(`cameras:\n${camera('a')}`);
  watch();
  write(`# the gate\ncameras:\n${camera('a')}`);
  await rest();
  expect([changes, troubles, names()]).toEqual([0, [], ['a']]);
});

it('keeps the cameras while the file is broken or gone, and says why once', async () => {
  write(`cameras:\n${camera('a')}`);
  watch();
  write(`cameras:\n${camera('a')}${camera('a')}`);
  await vi.waitFor(() => {
    expect(troubles).toHaveLength(1);
  });
  expect(troubles[0]).toContain('cameras[1].name');
  await rest();
  rmSync(path);
  await vi.waitFor(() => {
    expect(troubles).toHaveLength(2);
  });
  await rest();
  expect([names(), troubles.length, changes]).toEqual([['a'], 2, 0]);
  write(`cameras:\n${camera('b')}`);
  await comeTo(['b']);
});

it('follows a file that another takes the place of', async () => {
  write(`cameras:\n${camera('a')}`);
  watch();
  for (const name of ['b', 'c']) {
    writeFileSync(`${path}.new`, `cameras:\n${camera(name)}`);
    renameSync(`${path}.new`, path);
    await comeTo([name]);
  }
});

it('takes a password that changes, and one that comes after the file that names it', async () => {
  write(`cameras:\n${camera('a')}`);
  watch();
  write(`cameras:\n${camera('a', ', user: u, passwordFile: secret')}`);
  await vi.waitFor(() => {
    expect(troubles).toHaveLength(1);
  });
  for (const password of ['first', 'second']) {
    writeFileSync(join(folder, 'secret'), password);
    await vi.waitFor(() => {
      expect(watched!.current()[0]!.url).toContain(password);
    });
  }
  expect(troubles).toHaveLength(1);
});

it('is still after stop', async () => {
  write(`cameras:\n${camera('a')}`);
  watch().stop();
  write(`cameras:\n${camera('b')}`);
  await rest();
  expect([names(), changes]).toEqual([['a'], 0]);
});

it('follows the file without the secrets that it refers to', async () => {
  const secret = ', user: ada, passwordFile: nowhere';
  write(`cameras:\n${camera('a', secret)}`);
  const known = watchParticulars(
    { WAYSIDE_CONFIG: path },
    { pollMs: POLL_MS, onTrouble: (error) => void troubles.push((error as Error).message) },
  );
  let told = 0;
  known.onChange(() => told++);
  expect(known.particulars()).toMatchObject([{ id: 'a' }]);
  write(`cameras:\n${camera('a', secret)}${camera('b', secret)}`);
  await vi.waitFor(() => {
    expect(known.particulars()).toMatchObject([{ id: 'a' }, { id: 'b' }]);
  });
  known.stop();
  expect([told, troubles]).toEqual([1, []]);
});
