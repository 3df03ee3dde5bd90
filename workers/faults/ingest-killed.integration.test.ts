import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { processIdentity } from '../../store/embedded/process-identity.ts';
import { startFaultSite, type FaultSite } from '../testing/faults/fault-site.ts';
import { betweenVideoAndRow, whileSealing } from '../testing/faults/moments.ts';
import { endAndCheck, recovered } from '../testing/faults/recovery.ts';
import { redisMissing } from '../testing/redis-service.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });

const WITHIN_MS = 120_000;
const CAMERAS = ['north', 'south'];

describe.skipIf((redisMissing() ?? rtspMissing()) !== null)('a site', () => {
  let site: FaultSite;
  beforeAll(async () => {
    site = await startFaultSite({ jobs: 'Redis', objects: 'S3' });
    for (const cameraId of CAMERAS) await site.addCamera(cameraId);
    await site.startRecording();
    await recovered(site, CAMERAS, Date.now(), WITHIN_MS);
  });
  afterAll(() => site.close());

  const killIngest = (): void => {
    process.kill(site.ingest!.pid!, 'SIGKILL');
  };

  it.each([
    ['records', (kill: () => void) => sleep(Math.random() * 2000).then(kill)],
    ['has video sealed', (kill: () => void) => whileSealing(site, kill)],
    ['has stored video and no row', (kill: () => void) => betweenVideoAndRow(site, kill)],
  ])('goes on recording after ingest was killed while it %s', async (_, at) => {
    await at(killIngest);
    await recovered(site, CAMERAS, Date.now(), WITHIN_MS);
  });

  it('goes on when its keeper is killed, and loses no moment by it', async () => {
    const { keeper } = site.house;
    const before = keeper.pid!;
    const gaps = await site.db.selectFrom('gap').select('id').execute();
    process.kill(before, 'SIGKILL');
    await expect.poll(() => keeper.pid !== before, { timeout: 30_000 }).toBe(true);
    await recovered(site, CAMERAS, Date.now(), WITHIN_MS);
    expect(await site.db.selectFrom('gap').select('id').execute()).toEqual(gaps);
  });

  it('ends recording in the middle of it within ten seconds', async () => {
    const { pid } = site.ingest!;
    const beganMs = performance.now();
    await site.stopRecording();
    expect(performance.now() - beganMs).toBeLessThan(10_500);
    expect(await processIdentity(pid!)).toBeNull();
  });

  it('has every moment in the results once, or in a gap that says that ingest was gone', async () => {
    const found = await endAndCheck(site, WITHIN_MS);
    expect(found).toMatchObject({ lost: [], duplicated: [], orphans: [], stuck: [] });
    for (const cameraId of CAMERAS) {
      const causes = found.gaps.filter((gap) => gap.cameraId === cameraId).map((gap) => gap.cause);
      expect(causes).toEqual(Array(3).fill('INGEST_STOPPED'));
    }
    // A kill and a start cost seconds.
    for (const { startMs, endMs } of found.gaps) expect(endMs - startMs).toBeLessThan(40_000);
  });
});
