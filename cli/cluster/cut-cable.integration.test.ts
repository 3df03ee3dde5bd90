/**
 * A worker on a machine of its own, as far as its network goes: a network namespace with one cable to
 * everything else, which is pulled out for some seconds while it works.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Server } from 'node:net';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlateClip } from '../../workers/testing/plate-clip.ts';
import { redisMissing } from '../../workers/testing/redis-service.ts';
import { CABLE, startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

const run = promisify(execFile);
const ip = (line: string) => run('ip', line.split(' '));

const tag = randomBytes(3).toString('hex');
const NAMESPACE = `wayside-${tag}`;
const HERE = `ws-${tag}-a`;
const THERE = `ws-${tag}-b`;
const CUT_MS = 8_000;

async function layCable(): Promise<string | null> {
  try {
    await ip(`netns add ${NAMESPACE}`);
    await ip(`link add ${HERE} type veth peer name ${THERE} netns ${NAMESPACE}`);
    await ip(`addr add ${CABLE.host}/30 dev ${HERE}`);
    await ip(`link set ${HERE} up`);
    await ip(`-n ${NAMESPACE} addr add ${CABLE.machine}/30 dev ${THERE}`);
    await ip(`-n ${NAMESPACE} link set ${THERE} up`);
    await tryCable();
    return null;
  } catch (error) {
    await removeCable();
    return (error as Error).message.trim().split('\n').at(-1)!;
  }
}

/** Some machines let namespaces be made, and nothing through. */
async function tryCable(): Promise<void> {
  const server = createServer((socket) => socket.end()).listen(0, CABLE.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const program = `require('net').connect({port: ${port}, host: '${CABLE.host}'}).on('connect', () => process.exit())`;
  const argv = ['netns', 'exec', NAMESPACE, process.execPath, '-e', program];
  try {
    await run('ip', argv, { timeout: 5_000 });
  } catch (cause) {
    throw new Error('nothing gets through a cable between network namespaces here', { cause });
  } finally {
    server.close();
  }
}

async function removeCable(): Promise<void> {
  await ip(`link del ${HERE}`).catch(() => undefined);
  await ip(`netns del ${NAMESPACE}`).catch(() => undefined);
}

const missing = redisMissing() ?? (await layCable());
if (missing !== null) console.warn(`SKIPPED: the cut cable, because ${missing}`);

describe.skipIf(missing !== null)('a worker whose cable is cut', () => {
  let cluster: TestCluster;
  let sql: pg.Client;
  const doors: Server[] = [];

  /** Services listen on the loopback only; the other machine comes in at the cable's end. */
  async function openDoor(port: number): Promise<void> {
    const door = createServer((outside) => {
      const inside = createConnection(port, '127.0.0.1');
      outside.pipe(inside).pipe(outside);
      for (const [one, other] of [
        [outside, inside],
        [inside, outside],
      ] as const) {
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
      }
    });
    door.listen(port, CABLE.host);
    await once(door, 'listening');
    doors.push(door);
  }

  beforeAll(async () => {
    cluster = await startTestCluster();
    for (const port of Object.values(cluster.ports)) await openDoor(port);
    sql = new pg.Client({ connectionString: cluster.adminUrl });
    await sql.connect();
  }, 120_000);
  afterAll(async () => {
    for (const door of doors) door.close();
    await sql.end();
    await cluster.stop();
    await removeCable();
  }, 60_000);

  it('goes on when it is back: every segment once, both plates', async () => {
    await cluster.start(['migrate']).ready;
    const keeper = await cluster.start(['keeper']).ready;
    cluster.pin(keeper.fingerprint as string);
    const worker = cluster.start(['worker'], {
      host: CABLE.host,
      wrapper: ['ip', 'netns', 'exec', NAMESPACE],
    });
    await worker.ready;

    const clip = await makePlateClip(cluster.folder);
    const importing = cluster.start(['import', clip, '--camera', 'close-up']);
    const done = async () => {
      const { rows } = await sql.query<{ n: string }>(
        `select count(*) as n from segment where status = 'tracked'`,
      );
      return Number(rows[0]!.n);
    };
    await expect.poll(done, { timeout: 60_000, interval: 100 }).toBeGreaterThan(0);

    await ip(`link set ${HERE} down`);
    await delay(1_000);
    const whileCut = await done();
    await delay(CUT_MS);
    expect(await done()).toBe(whileCut);
    await ip(`link set ${HERE} up`);

    expect(await importing.ready).toMatchObject({
      type: 'import',
      segments: 6,
      plates: 2,
      gaps: 0,
    });
    expect(await done()).toBe(6);
    expect(worker.child.exitCode).toBeNull();
  }, 240_000);
});
