/**
 * A site as processes of their own, each with a data folder of its own and no more secrets than it needs:
 * keeper by TLS, Redis, S3 and PostgreSQL with three users over the network, as docker-compose.yml has it.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlateClip } from '../../workers/testing/plate-clip.ts';
import { redisMissing } from '../../workers/testing/redis-service.ts';
import { runCli } from '../testing/run-cli.ts';
import type { ServiceProcess } from '../testing/service-process.ts';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

const missing = redisMissing();
if (missing !== null) console.warn(`SKIPPED: the cluster, because ${missing}`);

const PASSWORD = 'a long enough password 41';

describe.skipIf(missing !== null)('a cluster', () => {
  let cluster: TestCluster;
  let sql: pg.Client;
  let clip: string;
  let api: ServiceProcess;
  let workers: ServiceProcess[];
  let ingest: ServiceProcess;

  const count = async (what: string): Promise<number> =>
    Number((await sql.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]!.n);

  beforeAll(async () => {
    cluster = await startTestCluster();
    clip = await makePlateClip(cluster.folder);
    sql = new pg.Client({ connectionString: cluster.adminUrl });
    sql.on('error', () => undefined);
    await sql.connect();
  }, 120_000);
  afterAll(async () => {
    await sql.end();
    await cluster.stop();
  }, 60_000);

  it('starts in any order: each waits for what isn’t there yet, and says so', async () => {
    const shown = await runCli(['keeper', '--fingerprint', '--json'], {
      ...cluster.environment('keeper', join(cluster.folder, 'keeper')),
    });
    const { fingerprint } = shown.records[0]!;
    cluster.pin(fingerprint as string);
    const name = 'file-camera';
    // Where cameras are is ingest's to know alone.
    const url = '${CAMERA_URL}';
    await cluster.configure({ cameras: [{ name, url, occasion: 'a test of clusters' }] });

    workers = [1, 2].map((i) => cluster.start(['worker'], { name: `worker-${i}` }));
    api = cluster.start(['api']);
    const keeper = cluster.start(['keeper']);
    const waits = (service: ServiceProcess, code: string) =>
      expect
        .poll(() => service.logLines.some((line) => line.includes(code)), { timeout: 60_000 })
        .toBe(true);
    await waits(keeper, 'AUDIT_UNAVAILABLE');
    await waits(api, 'KEEPER_UNREACHABLE');
    for (const worker of workers) await waits(worker, 'DATABASE_OUTDATED');

    const migrated = await cluster.start(['migrate']).ready;
    expect(migrated.migrations).toContain('0001-footage');
    expect((await cluster.start(['migrate']).ready).migrations).toEqual([]);
    expect(await keeper.ready).toEqual({
      type: 'keeper',
      address: `127.0.0.1:${cluster.ports.keeper}`,
      fingerprint,
    });
    await Promise.all([api, ...workers].map((service) => service.ready));
  }, 180_000);

  it('records a camera, finds its plates on any worker, and tells by its API', async () => {
    ingest = cluster.start(['ingest'], { env: { CAMERA_URL: pathToFileURL(clip).href } });
    await ingest.ready;
    await expect
      .poll(() => count('sighting'), { timeout: 120_000, interval: 500 })
      .toBeGreaterThan(0);

    const { url, setupCode } = (await api.ready) as { url: string; setupCode: string };
    const post = (path: string, body: object) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify(body),
      });
    const set = await post('/v1/setup', { code: setupCode, name: 'ada', password: PASSWORD });
    expect(set.status).toBe(201);
    const session = await post('/v1/session', { name: 'ada', password: PASSWORD });
    const cookie = session.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const cameras = await fetch(`${url}/v1/cameras`, { headers: { cookie } });
    const shown = JSON.stringify(await cameras.json());
    expect(shown).toContain('a test of clusters');
    expect(shown).toContain('${CAMERA_URL}');
  }, 180_000);

  it('goes on when a worker is killed: everything is done once, by those that are left', async () => {
    const [first, second] = workers;
    const record = (await first!.ready) as { pids: number[] };
    const before = await count('segment');
    first!.child.kill('SIGKILL');
    for (const pid of record.pids) process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => count('segment'), { timeout: 60_000, interval: 500 })
      .toBeGreaterThan(before);
    expect(await ingest.stop()).toBe(0);
    await expect
      .poll(() => count(`segment where status not in ('tracked', 'failed')`), {
        timeout: 150_000,
        interval: 1000,
      })
      .toBe(0);
    expect(await count(`segment where status = 'failed'`)).toBe(0);
    expect(
      await count('(select footage_id, sequence from segment group by 1, 2 having count(*) > 1) x'),
    ).toBe(0);
    expect(second!.child.exitCode).toBeNull();
  }, 240_000);

  it('has no process that sees more than it needs', async () => {
    const secretsOf = (place: string) => Object.keys(cluster.environment(place, '/none')).sort();
    for (const place of ['worker', 'ingest']) {
      expect(secretsOf(place).join()).not.toMatch(/OPERATOR|OWNER|KEEPER_DATABASE/);
    }
    const refused = await runCli(['import', clip, '--camera', 'other', '--json'], {
      ...cluster.environment('worker', join(cluster.folder, 'thief')),
    });
    expect(refused.records.at(-1)).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(refused.stdout).toContain('WAYSIDE_KEEPER_OPERATOR_TOKEN');
  }, 60_000);

  it('takes no other keeper for its own', async () => {
    const env = cluster.environment('api', join(cluster.folder, 'fooled'));
    const run = await runCli(['api', '--json'], {
      ...env,
      WAYSIDE_KEEPER_FINGERPRINT: 'ab'.repeat(32),
    });
    expect(run.records.at(-1)).toMatchObject({ code: 'KEEPER_UNTRUSTED' });
    expect(run.exitCode).toBe(2);
  }, 60_000);

  it('refuses to embed anything', async () => {
    const env = cluster.environment('api', join(cluster.folder, 'alone'));
    for (const command of ['up', 'demo']) {
      const run = await runCli([command, '--json'], env);
      expect(run.records.at(-1)).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(run.exitCode).toBe(2);
    }
  }, 60_000);

  it('ends in order, within ten seconds each', async () => {
    for (const service of [api, workers[1]!]) {
      const startedAt = performance.now();
      expect(await service.stop()).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(11_000);
    }
  }, 60_000);

  it('has no secret in any log', async () => {
    const logs = [api, ingest, ...workers].flatMap(({ logLines }) => logLines).join('\n');
    expect(logs.length).toBeGreaterThan(1000);
    const { readdir, readFile } = await import('node:fs/promises');
    const folder = join(cluster.folder, 'secrets');
    for (const name of await readdir(folder)) {
      const secret = (await readFile(join(folder, name), 'utf8')).trim();
      expect(logs).not.toContain(secret);
    }
  });
});
