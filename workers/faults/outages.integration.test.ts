import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startFaultSite, type FaultSite } from '../testing/faults/fault-site.ts';
import { makesLongTests } from '../testing/faults/long-tests.ts';
import { endAndCheck, recovered } from '../testing/faults/recovery.ts';
import { redisMissing } from '../testing/redis-service.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const WITHIN_MS = 150_000;
const AWAY_MS = makesLongTests ? 60_000 : 12_000;
const CAMERA = 'north';

interface SiteUnderTest {
  readonly jobs: 'Redis' | 'PostgreSQL';
  readonly missing: string | null;
  readonly services: readonly (keyof FaultSite['outages'])[];
}

const SITES: readonly SiteUnderTest[] = [
  {
    jobs: 'Redis',
    missing: redisMissing() ?? rtspMissing(),
    services: ['Redis', 'PostgreSQL', 'S3'],
  },
  {
    jobs: 'PostgreSQL',
    missing: makesLongTests ? rtspMissing() : 'only with WAYSIDE_LONG_TESTS=1',
    services: ['PostgreSQL'],
  },
];

describe.each(SITES)('a site with jobs on $jobs', ({ jobs, missing, services }) => {
  if (missing !== null) {
    it.skip(`is not tested: ${missing}`, () => undefined);
    return;
  }
  let site: FaultSite;
  beforeAll(async () => {
    site = await startFaultSite({ jobs, objects: 'S3' });
    await site.addCamera(CAMERA);
    await site.startRecording();
    await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
  });
  afterAll(() => site.close());

  it.each(services)(
    `goes on by itself after %s was away for ${AWAY_MS / 1000} s`,
    async (service) => {
      const outage = site.outages[service]!;
      const { pid } = site.ingest!;
      await outage.stop();
      await sleep(AWAY_MS);
      await outage.start();
      const backMs = Date.now();
      await recovered(site, [CAMERA], backMs, WITHIN_MS);
      // It was waited for, not restarted.
      expect(site.ingest!.pid).toBe(pid);
    },
  );

  it('goes on after its worker was killed and PostgreSQL went away at once', async () => {
    for (const pid of site.workers.pids) process.kill(pid, 'SIGKILL');
    await site.outages.PostgreSQL!.stop();
    await sleep(3000);
    await site.outages.PostgreSQL!.start();
    await recovered(site, [CAMERA], Date.now(), WITHIN_MS);
  });

  it('has recorded all the while, without a gap, and processed each segment once', async () => {
    const found = await endAndCheck(site, WITHIN_MS);
    expect(found).toMatchObject({ lost: [], duplicated: [], orphans: [], stuck: [], gaps: [] });
    const recordedMs = await site.db
      .selectFrom('segment')
      .select((eb) => [eb.fn.min('startedAt').as('from'), eb.fn.max('endedAt').as('to')])
      .executeTakeFirstOrThrow();
    expect(recordedMs.to.getTime() - recordedMs.from.getTime()).toBeGreaterThan(
      AWAY_MS * services.length,
    );
  });
});
