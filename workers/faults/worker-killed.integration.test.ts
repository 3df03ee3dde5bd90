import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startFaultSite, type FaultSite } from '../testing/faults/fault-site.ts';
import {
  betweenFactsAndRow,
  betweenRowAndQueue,
  whileDetecting,
  whileOpening,
  whileTracking,
} from '../testing/faults/moments.ts';
import { endAndCheck, recovered } from '../testing/faults/recovery.ts';
import { redisMissing } from '../testing/redis-service.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });

/** A killed worker's job waits for its lock to run out, and its successor loads models: on a busy machine. */
const WITHIN_MS = 120_000;
const CAMERA = 'north';

describe.skipIf((redisMissing() ?? rtspMissing()) !== null)('a worker that is killed', () => {
  let site: FaultSite;
  beforeAll(async () => {
    site = await startFaultSite({ jobs: 'Redis', objects: 'S3' });
    await site.addCamera(CAMERA);
    await site.startRecording();
    await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
  });
  afterAll(() => site.close());

  it.each([
    ['opens a segment', whileOpening],
    ['looks at one', whileDetecting],
    ['has stored facts that no row names', betweenFactsAndRow],
    ['writes tracks', whileTracking],
    ['has yet to queue what comes next', betweenRowAndQueue],
  ])('while it %s is replaced, and its work is done', async (_, at) => {
    let killed = 0;
    await at(site, () => {
      for (const pid of site.workers.pids) {
        process.kill(pid, 'SIGKILL');
        killed++;
      }
    });
    expect(killed).toBe(1);
    await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
  });

  it('leaves every segment in the results exactly once, and nothing else', async () => {
    const found = await endAndCheck(site, WITHIN_MS);
    expect(found.segments).toBeGreaterThan(10);
    expect(found).toMatchObject({ lost: [], duplicated: [], orphans: [], stuck: [], gaps: [] });
  });
});
