/** A worker on a machine of its own, whose one cable to everything else is pulled out while it works. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlateClip } from '../../workers/testing/plate-clip.ts';
import { redisMissing } from '../../workers/testing/redis-service.ts';
import { loneMachineMissing, startLoneMachine, type LoneMachine } from '../testing/lone-machine.ts';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

const CLIP_MS = 24_000;
const SEGMENTS = 12;
const CUT_MS = 12_000;
/** What was under way when the cable was cut may still arrive. */
const SETTLE_MS = 500;

const missing = redisMissing() ?? (await loneMachineMissing());
if (missing !== null) console.warn(`SKIPPED: the cut cable, because ${missing}`);

describe.skipIf(missing !== null)('a worker whose cable is cut', () => {
  let cluster: TestCluster;
  let machine: LoneMachine;
  let sql: pg.Client;

  beforeAll(async () => {
    cluster = await startTestCluster();
    machine = await startLoneMachine(cluster.folder, Object.values(cluster.ports));
    sql = new pg.Client({ connectionString: cluster.adminUrl });
    await sql.connect();
  }, 120_000);
  afterAll(async () => {
    await sql.end();
    await cluster.stop();
    await machine.remove();
  }, 60_000);

  const count = async (what: string): Promise<number> =>
    Number((await sql.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]!.n);
  const progress = async () => ({
    detected: await count(`segment where status in ('detected', 'tracked')`),
    tracked: await count(`segment where status = 'tracked'`),
  });

  it('goes on when it is back: every segment once, none failed, both plates, nobody asked', async () => {
    await cluster.start(['migrate']).ready;
    const keeper = await cluster.start(['keeper']).ready;
    cluster.pin(keeper.fingerprint as string);
    const worker = cluster.start(['worker'], { wrapper: machine.wrapper });
    const { pids } = await worker.ready;

    const clip = await makePlateClip(cluster.folder, CLIP_MS);
    const importing = cluster.start(['import', clip, '--camera', 'close-up']);
    const detected = async () => (await progress()).detected;
    await expect.poll(detected, { timeout: 60_000, interval: 50 }).toBeGreaterThan(0);

    await machine.cutCable();
    await delay(SETTLE_MS);
    const whileCut = await progress();
    expect(whileCut.detected).toBeLessThan(SEGMENTS);
    await delay(CUT_MS);
    expect(await progress()).toEqual(whileCut);
    await machine.mendCable();

    expect(await importing.ready).toMatchObject({ segments: SEGMENTS, plates: 2, gaps: 0 });
    expect(await progress()).toEqual({ detected: SEGMENTS, tracked: SEGMENTS });
    expect(await count('segment')).toBe(SEGMENTS);
    expect(await count('sighting')).toBe(2);
    // The worker that was cut off did it, without being started again.
    expect(worker.child.exitCode).toBeNull();
    for (const pid of pids as number[]) expect(process.kill(pid, 0)).toBe(true);
  }, 300_000);
});
