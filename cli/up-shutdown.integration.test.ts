import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { stopEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { makePlateClip } from '../workers/testing/plate-clip.ts';
import { rtspMissing } from '../workers/testing/rtsp/rtsp-missing.ts';
import { startRtspServer } from '../workers/testing/rtsp/rtsp-server.ts';

test.skipIf(rtspMissing() !== null)(
  'up ends in order, soon, while cameras are recorded and looked at',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wayside-up-shutdown-'));
    await chmod(folder, 0o711);
    const data = join(folder, 'data');
    const rtsp = await startRtspServer();
    onTestFinished(async () => {
      await rtsp.close();
      await stopEmbeddedPostgres(data).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    });
    const file = await makePlateClip(folder);
    const cameras = [];
    for (const name of ['north', 'south']) {
      await rtsp.mount(`/${name}`, { feed: { file } });
      cameras.push({ name, url: rtsp.url(`/${name}`), occasion: 'a test', segmentSeconds: 2 });
    }
    const config = join(folder, 'wayside.yaml');
    await writeFile(config, JSON.stringify({ api: { port: 0 }, cameras }));
    const entry = fileURLToPath(new URL('./wayside.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), entry, 'up', '--json'],
      {
        env: { ...process.env, WAYSIDE_DATA: data, WAYSIDE_CONFIG: config },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    await once(createInterface({ input: child.stdout }), 'line');
    // Facts: both are at work.
    const facts = async (): Promise<number> =>
      (await readdir(join(data, 'objects', 'facts'), { recursive: true }).catch(() => [])).length;
    await expect.poll(facts, { timeout: 90_000, interval: 200 }).toBeGreaterThan(0);
    await sleep(1000);

    const ended = once(child, 'exit');
    const beganMs = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    // Ten are promised; a machine that runs other tests beside this one takes longer.
    expect(performance.now() - beganMs).toBeLessThan(20_000);
  },
  180_000,
);
