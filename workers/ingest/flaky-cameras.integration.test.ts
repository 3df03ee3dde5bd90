import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { makeClip, movingSource, withFolder } from '../media/test-clip.ts';
import { startRtspServer, type RtspServer } from '../testing/rtsp/rtsp-server.ts';
import {
  missingSeconds,
  openIngestHouse,
  type IngestHouse,
  type RunningIngest,
} from './testing/ingest-house.ts';
import { makesLongTests } from '../testing/faults/long-tests.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

// The same faults, from the camera to the results, are in workers/faults/.
describe.skipIf(!makesLongTests || rtspMissing() !== null)('over RTSP', () => {
  const WITHIN = { timeout: 40_000, interval: 200 };
  /** Without B-frames, as cameras send it. */
  const X264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-bf', '0'];

  describe('ingest, of a camera that', () => {
    let postgres: TestPostgres;
    let house: IngestHouse;
    let server: RtspServer;
    let folder: Awaited<ReturnType<typeof withFolder>>;
    let ingest: RunningIngest;
    let file: string;

    beforeAll(async () => {
      folder = await withFolder();
      const seconds = [...movingSource(320, 240, 4), ...X264, '-g', '25'];
      file = await makeClip(join(folder.path, 'street.mp4'), seconds);
      postgres = await startTestPostgres();
      house = await openIngestHouse(postgres.url, postgres.url);
      server = await startRtspServer();
      ingest = house.runIngest();
    });
    afterAll(async () => {
      await ingest.stop();
      await server.close();
      await house.close();
      await postgres.stop();
      await folder.remove();
    });

    const count = async (id: string) => (await house.segmentsOf(id)).length;
    const stateOf = async (id: string) => {
      const row = await house.database.kysely
        .selectFrom('cameraState')
        .select(['state', 'cause', 'clockSource', 'widthPx'])
        .where('cameraId', '=', id)
        .executeTakeFirst();
      return row ?? null;
    };
    /** Adds a camera and waits until it is recorded. */
    const record = async (id: string): Promise<void> => {
      const login = { user: 'wayside', password: 'Kq7-hidden', method: 'digest' } as const;
      await server.mount(`/${id}`, { feed: { file }, login });
      const camera = { ...(await house.addCamera(id)), url: server.url(`/${id}`) };
      house.sources.change([...house.sources.current(), camera]);
      await goesOn(id);
    };
    const goesOn = async (id: string): Promise<void> => {
      const before = await count(id);
      await expect.poll(() => count(id), WITHIN).toBeGreaterThan(before + 2);
    };
    /** Every moment is told: in video, or in a gap with one of the causes. */
    const isToldWith = async (id: string, causes: readonly string[]): Promise<void> => {
      const gaps = await house.gapsOf(id);
      expect(missingSeconds(await house.segmentsOf(id), gaps)).toBe(0);
      expect(causes).toEqual(expect.arrayContaining(gaps.map(({ cause }) => cause)));
      expect(gaps.map(({ cause }) => cause)).toContain(causes[0]);
    };

    it('drops the connection: connects again, with the time between as a gap', async () => {
      await record('drops');
      expect(await stateOf('drops')).toMatchObject({ state: 'recording', clockSource: 'camera' });
      await server.drop('/drops');
      await goesOn('drops');
      await isToldWith('drops', ['CAMERA_DISCONNECTED']);
      expect(ingest.counters.disconnects.CAMERA_DISCONNECTED).toBeGreaterThan(0);
    });

    it('is switched off and on again', async () => {
      await record('off');
      await server.stop('/off');
      await expect
        .poll(() => stateOf('off'), WITHIN)
        .toMatchObject({ state: 'failing', cause: 'CAMERA_UNREACHABLE' });
      await server.start('/off');
      await goesOn('off');
      await isToldWith('off', ['CAMERA_UNREACHABLE', 'CAMERA_DISCONNECTED']);
    });

    it('stalls', async () => {
      await record('stalls');
      await server.stall('/stalls');
      await expect
        .poll(() => stateOf('stalls'), WITHIN)
        .toMatchObject({ state: 'failing', cause: 'CAMERA_STALLED' });
      await server.resume('/stalls');
      await goesOn('stalls');
      await isToldWith('stalls', ['CAMERA_STALLED', 'CAMERA_NO_VIDEO']);
    });

    it('wants another password', async () => {
      await record('asks');
      const [camera] = house.sources.current().filter(({ cameraId }) => cameraId === 'asks');
      const others = house.sources.current().filter((each) => each !== camera);
      const url = camera!.url.replace('Kq7-hidden', 'wr0ng-guess');
      house.sources.change([...others, { ...camera!, url }]);
      await expect
        .poll(() => stateOf('asks'), WITHIN)
        .toMatchObject({ state: 'failing', cause: 'CAMERA_UNAUTHORIZED' });
      house.sources.change([...others, camera!]);
      await goesOn('asks');
      await isToldWith('asks', ['CAMERA_UNAUTHORIZED', 'INGEST_STOPPED']);
      expect(ingest.lines.join('\n')).not.toMatch(/Kq7|wr0ng/);
    });
  });
});
