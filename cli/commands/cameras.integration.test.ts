import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { makeClip, movingSource } from '../../workers/media/test-clip.ts';
import { freePort } from '../../workers/testing/free-port.ts';
import { startRtspServer, type RtspServer } from '../../workers/testing/rtsp/rtsp-server.ts';
import { runCli } from '../testing/run-cli.ts';
import { rtspMissing } from '../../workers/testing/rtsp/rtsp-missing.ts';

describe.skipIf(rtspMissing() !== null)('over RTSP', () => {
  vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

  const PASSWORD = 'p@ss/word#1';
  const X264 = [
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-bf', '0'],
    ...['-g', '50', '-keyint_min', '50'],
  ];

  let folder: string;
  let server: RtspServer;
  let clip: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-cameras-cli-'));
    await chmod(folder, 0o711);
    clip = await makeClip(join(folder, 'street.mp4'), [...movingSource(640, 360, 8), ...X264]);
    server = await startRtspServer();
    const login = { user: 'viewer', password: PASSWORD, method: 'digest' } as const;
    await server.mount('/gate', { feed: { file: clip }, login });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** With the cameras as the configuration. */
  async function cameras(args: readonly string[], listed: readonly object[], env = {}) {
    const config = join(folder, 'wayside.yaml');
    await writeFile(config, stringify({ cameras: listed, workers: 0 }));
    const data = join(folder, 'data');
    return runCli(['cameras', ...args, '--json'], {
      ...{ WAYSIDE_CONFIG: config, WAYSIDE_DATA: data },
      ...env,
    });
  }
  const occasion = 'order 12/26';
  const gate = () => ({
    ...{ name: 'gate', occasion, user: 'viewer', password: '${GATE_PASSWORD}' },
    url: server.url('/gate').replace(/\/\/.*@/, '//'),
  });

  describe('wayside cameras check', () => {
    it('says what comes from cameras that are well', async () => {
      const file = { name: 'file', occasion, url: pathToFileURL(clip).href };
      const listed = [gate(), file];
      const { records, exitCode, stderr } = await cameras(['check'], listed, {
        GATE_PASSWORD: PASSWORD,
      });
      expect([exitCode, stderr]).toEqual([0, '']);
      const byName = new Map(records.map((record) => [record.camera, record]));
      for (const [name, clockSource] of [
        ['gate', 'camera'],
        ['file', 'arrival'],
      ]) {
        expect(byName.get(name)).toMatchObject({
          ...{ ok: true, stream: 'main', codec: 'h264', widthPx: 640, heightPx: 360, clockSource },
        });
        const { keyframeMs, bitsPerSecond } = byName.get(name)!;
        expect(keyframeMs).toBeGreaterThan(1900);
        expect(keyframeMs).toBeLessThan(2100);
        expect(bitsPerSecond).toBeGreaterThan(50_000);
      }
    });

    it('says why nothing comes, each on its own, and no password', async () => {
      const port = await freePort();
      const listed = [
        gate(),
        { name: 'gone', occasion, url: `rtsp://a:${PASSWORD.slice(0, 1)}@127.0.0.1:${port}/x` },
        { name: 'wrong-path', occasion, url: `${server.url('/gate')}-nowhere` },
        { name: 'no-video', occasion, url: pathToFileURL(join(folder, 'wayside.yaml')).href },
      ];
      const { records, exitCode, stdout, stderr } = await cameras(['check'], listed, {
        GATE_PASSWORD: 'something else',
      });
      expect(exitCode).toBe(1);
      const codes = records.map(({ camera, error }) => [camera, (error as { code: string }).code]);
      expect(Object.fromEntries(codes)).toEqual({
        gate: 'CAMERA_UNAUTHORIZED',
        gone: 'CAMERA_UNREACHABLE',
        'wrong-path': 'CAMERA_NO_VIDEO',
        'no-video': 'CAMERA_NO_VIDEO',
      });
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'something else']) {
        expect(stdout + stderr).not.toContain(secret);
      }
    });

    it('knows only what is in the file, and says what is wrong with that', async () => {
      expect(
        (await cameras(['check', 'nowhere'], [gate()], { GATE_PASSWORD: 'x' })).records,
      ).toEqual([expect.objectContaining({ type: 'error', code: 'CAMERA_UNKNOWN' })]);
      const broken = await cameras(['check'], [gate()]);
      expect(broken.exitCode).toBe(2);
      expect(broken.records[0]).toMatchObject({
        code: 'CONFIG_INVALID',
        details: { problems: ['cameras[0].password: the variable GATE_PASSWORD is not set'] },
      });
    });
  });

  describe('wayside cameras', () => {
    it('are set, paused, resumed and listed; those of the file change there', async () => {
      const set = ['set', 'yard', '--occasion', occasion, '--region', 'eu,br'];
      expect((await cameras(set, [])).records).toMatchObject([{ id: 'yard', region: 'eu,br' }]);
      const paused = await cameras(['pause', 'yard'], []);
      expect(paused.records).toEqual([{ type: 'camera', id: 'yard', status: 'paused' }]);
      expect((await cameras([], [])).records).toMatchObject([
        {
          id: 'yard',
          region: 'eu,br',
          occasion,
          status: 'paused',
          streamAddress: null,
          live: null,
        },
      ]);
      expect((await cameras(['resume', 'yard'], [])).records).toMatchObject([{ status: 'active' }]);
      expect((await cameras(['pause', 'nowhere'], [])).records).toMatchObject([
        { type: 'error', code: 'CAMERA_UNKNOWN' },
      ]);
    });
  });
});
