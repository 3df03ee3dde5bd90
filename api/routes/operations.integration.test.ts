import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCamera } from '../../store/cameras.ts';
import { recordFootage } from '../../store/footage.ts';
import { ensureDays } from '../../store/partitions.ts';
import { recordSegment } from '../../store/segments.ts';
import { sampleFootage } from '../../store/testing/sample-rows.ts';
import type { TestApi } from '../testing/test-api.ts';
import { somebody, startTestApi } from '../testing/test-api.ts';
import { startWholeSite, type WholeSite } from '../testing/whole-site.ts';

describe('operations', () => {
  let site: WholeSite;
  let api: TestApi;
  beforeAll(async () => {
    site = await startWholeSite();
    api = await startTestApi({ ...site.context });
  });
  afterAll(async () => {
    await api.close();
    await site.stop();
  });

  const ask = async (url: string) => {
    const answer = await api.app.inject(url);
    return { status: answer.statusCode, body: answer.body };
  };

  it('says that it is ready, and what is away when something is', async () => {
    expect(JSON.parse((await ask('/readyz')).body)).toEqual({
      ready: true,
      services: { database: 'ok', keeper: 'ok', queue: 'ok', objects: 'ok' },
    });
    await site.site.keeper.keeper.stop();
    // The same answer is given for a second.
    await expect
      .poll(() => ask('/readyz').then(({ status }) => status), { timeout: 10_000 })
      .toBe(503);
    expect(JSON.parse((await ask('/readyz')).body)).toMatchObject({
      ready: false,
      services: { database: 'ok', keeper: 'KEEPER_UNREACHABLE' },
    });
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('gives figures to who runs and who audits the site only, and goes on without a keeper', async () => {
    const { footage, segment } = sampleFootage(new Date(Date.now() - 60_000), 'lane-1');
    const { db } = site.context;
    await saveCamera(db, { id: 'lane-1', region: 'eu', streamAddress: 'rtsp://10.0.0.9/1' });
    await recordFootage(db, { ...footage, origin: 'stream', fileName: null, sha256: null });
    const waiting = segment(0, { status: 'stored' });
    await ensureDays(db, [waiting.day]);
    await recordSegment(db, waiting);

    expect((await ask('/metrics')).status).toBe(401);
    api.actAs(somebody('auditor'));
    const { status, body } = await ask('/metrics');
    expect(status).toBe(200);
    const value = (series: RegExp) =>
      Number(new RegExp(`^${series.source} (.*)$`, 'm').exec(body)?.[1]);
    expect(value(/wayside_camera_waiting_segments\{camera="lane-1"\}/)).toBe(1);
    expect(value(/wayside_camera_lag_seconds\{camera="lane-1"\}/)).toBeGreaterThan(55);
    expect(value(/wayside_jobs_pending\{queue="detect"\}/)).toBe(0);
    expect(value(/wayside_thinning_level/)).toBe(0);
    expect(value(/wayside_service_up\{service="keeper"\}/)).toBe(0);
    expect(value(/wayside_service_up\{service="database"\}/)).toBe(1);
    expect(body).toMatch(
      /wayside_api_request_seconds_count\{.*route="\/readyz".*status="503".*\} [1-9]/,
    );
    expect(body).not.toContain('10.0.0.9');
  });
});
