import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../pipeline/errors.ts';
import { consume, type Consumer, type JobHandler } from './consumer.ts';
import type { JobsConfig } from './job-backend.ts';
import type { Job } from './job-map.ts';
import { openQueues, type JobQueues } from './queues.ts';
import type { BackendService } from './testing/backend-service.ts';
import { BACKENDS } from './testing/backends.ts';
import { freePort } from './testing/free-port.ts';

const footageId = '0191d3b2-7c1e-7aaa-8bbb-0123456789ab';
const job = (sequence: number): Job => ({ name: 'track', payload: { footageId, sequence } });

describe.each(BACKENDS)('the queue contract on $name', ({ missing, start }) => {
  if (missing !== null) {
    it.skip(`is not tested: ${missing}`, () => undefined);
    return;
  }

  let service: BackendService;
  let queues: JobQueues;
  let config: JobsConfig;
  let tests = 0;
  const consumers: Consumer[] = [];
  const errors: unknown[] = [];

  beforeAll(async () => {
    service = await start();
  });
  afterAll(async () => {
    await service.close();
  });

  const open = async (): Promise<void> => {
    config = { url: service.jobsUrl, namespace: `contract_${++tests}` };
    queues = await openQueues(config);
  };
  const work = async (handler: JobHandler<'track'>, concurrency = 1): Promise<Consumer> => {
    const consumer = await consume(config, 'track', handler, {
      concurrency,
      onError: (error) => errors.push(error),
    });
    consumers.push(consumer);
    return consumer;
  };
  const empty = () => expect.poll(() => queues.pending('track'), { timeout: 30_000 }).toBe(0);

  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close(1000)));
    await queues.close();
    errors.length = 0;
  });

  it('runs each job once, with its payload, and keeps nothing of it', async () => {
    await open();
    await queues.enqueue([]);
    await queues.enqueue([job(0), job(1), job(2)]);
    expect(await queues.pending('track')).toBe(3);
    const seen: unknown[] = [];
    await work(async (payload, { attempt, crashes }) => {
      seen.push({ ...payload, attempt, crashes });
      await sleep(5);
    });
    await empty();
    expect(seen).toEqual(
      [0, 1, 2].map((sequence) => ({ footageId, sequence, attempt: 1, crashes: 0 })),
    );
  });

  it('drops a job that is queued or running already, and takes it again once it is done', async () => {
    await open();
    const release = new EventEmitter();
    let runs = 0;
    await queues.enqueue([job(0), job(0)]);
    await queues.enqueue([job(0)]);
    expect(await queues.pending('track')).toBe(1);
    await work(async () => {
      runs++;
      if (runs === 1) await once(release, 'now');
    });
    await expect.poll(() => runs).toBe(1);
    await queues.enqueue([job(0)]);
    expect(await queues.pending('track')).toBe(1);
    release.emit('now');
    await empty();
    expect(runs).toBe(1);
    await queues.enqueue([job(0)]);
    await expect.poll(() => runs).toBe(2);
  });

  it('tries again what may pass and gives up what will not', async () => {
    await open();
    const attempts: [number | null, number][] = [];
    await queues.enqueue([job(0), job(1)]);
    await work(({ sequence }, { attempt }) => {
      attempts.push([sequence, attempt]);
      if (sequence === 1) throw new WaysideError('SEAL_BROKEN', 'for good');
      if (attempt < 3) throw new WaysideError('DISK_FULL', 'for now');
      return Promise.resolve();
    });
    await empty();
    expect(attempts.filter(([sequence]) => sequence === 0).map(([, n]) => n)).toEqual([1, 2, 3]);
    expect(attempts.filter(([sequence]) => sequence === 1).map(([, n]) => n)).toEqual([1]);
    expect(errors.map((error) => (error as WaysideError).code).sort()).toEqual([
      'DISK_FULL',
      'DISK_FULL',
      'SEAL_BROKEN',
    ]);
    // What was given up can be asked for again.
    await queues.enqueue([job(1)]);
    await expect.poll(() => attempts.length).toBe(5);
  });

  it('takes what has precedence first, and in order what has the same', async () => {
    await open();
    const ranked = (sequence: number, precedence: number): Job => ({
      ...job(sequence),
      precedence,
    });
    await queues.enqueue([ranked(0, 2 ** 21 - 1), ranked(1, 7)]);
    await queues.enqueue([ranked(2, 6), job(3), ranked(4, 7), ranked(5, 6)]);
    expect(await queues.pending('track')).toBe(6);
    const order: (number | null)[] = [];
    await work(({ sequence }) => {
      order.push(sequence);
      return Promise.resolve();
    });
    await empty();
    expect(order).toEqual([3, 2, 5, 1, 4, 0]);
  });

  it('gives two workers different jobs', async () => {
    await open();
    const by: string[] = [];
    const running = new Set<number | null>();
    const handler =
      (name: string): JobHandler<'track'> =>
      async ({ sequence }) => {
        expect(running).not.toContain(sequence);
        running.add(sequence);
        by.push(name);
        await sleep(30);
        running.delete(sequence);
      };
    await work(handler('first'));
    await work(handler('second'));
    await queues.enqueue(Array.from({ length: 20 }, (_, sequence) => job(sequence)));
    await empty();
    expect(by).toHaveLength(20);
    expect(new Set(by)).toEqual(new Set(['first', 'second']));
  });

  it('lets a running job end on close, and aborts one that does not; then it is tried again', async () => {
    await open();
    await queues.enqueue([job(0)]);
    let started = false;
    let aborted = false;
    const consumer = await work(async (_payload, { signal }) => {
      started = true;
      await sleep(60_000, undefined, { signal }).catch((cause: unknown) => {
        aborted = true;
        throw new WaysideError('INTERRUPTED', 'the worker is stopping', { cause });
      });
    });
    await expect.poll(() => started).toBe(true);
    const before = performance.now();
    await consumer.close(200);
    expect(performance.now() - before).toBeLessThan(5000);
    expect(aborted).toBe(true);

    let ended = false;
    await work(async () => {
      await sleep(50);
      ended = true;
    });
    await expect.poll(() => ended, { timeout: 15_000 }).toBe(true);
  });

  it('goes on by itself after the backend was away, and loses nothing', async () => {
    await open();
    const done = new Set<number | null>();
    await work(async ({ sequence }) => {
      await sleep(50);
      done.add(sequence);
    });
    await queues.enqueue(Array.from({ length: 60 }, (_, sequence) => job(sequence)));
    await expect.poll(() => done.size).toBeGreaterThan(3);
    await service.stop();
    await sleep(3000);
    const atReturn = done.size;
    expect(atReturn).toBeLessThan(60);
    await service.start();
    await expect.poll(() => done.size, { timeout: 45_000 }).toBe(60);
    await queues.enqueue([job(100)]);
    await expect.poll(() => done.has(100), { timeout: 15_000 }).toBe(true);
    await empty();
  });

  it('says QUEUE_UNREACHABLE, soon and without the password, when nobody answers', async () => {
    await open();
    const url = new URL(service.jobsUrl);
    url.port = String(await freePort());
    url.password = 'open-sesame';
    const before = performance.now();
    const failure = await openQueues({ url: url.href, namespace: 'nobody' }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'QUEUE_UNREACHABLE' });
    expect(String(failure)).toContain(`127.0.0.1:${url.port}`);
    expect(String(failure)).not.toContain('open-sesame');
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('a job backend that is none', () => {
  it.each([
    ['mysql://127.0.0.1/jobs', 'jobs'],
    ['not a url', 'jobs'],
    ['redis://127.0.0.1', 'jobs; drop table'],
    ['redis://127.0.0.1', ''],
  ])('%s in %s: CONFIG_INVALID', async (url, namespace) => {
    await expect(openQueues({ url, namespace })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
