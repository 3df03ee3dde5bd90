import { expect, test } from 'vitest';
import { WaysideError } from '../../pipeline/errors.ts';
import { workerLog } from '../../workers/worker-log.ts';
import { whenThere } from './run-service.ts';

const quiet = { signal: new AbortController().signal, log: workerLog };

test('a service that isn’t there yet is waited for, and the reason told once', async () => {
  const told: object[] = [];
  const log = { ...workerLog, warn: (what: object) => told.push(what) } as typeof workerLog;
  let attempts = 0;
  const open = () => {
    attempts++;
    if (attempts === 3) return Promise.resolve('there');
    return Promise.reject(new WaysideError('DATABASE_UNREACHABLE', 'the database is away'));
  };
  expect(await whenThere(open, { ...quiet, log })).toBe('there');
  expect(attempts).toBe(3);
  expect(told).toEqual([{ code: 'DATABASE_UNREACHABLE', message: 'the database is away' }]);
});

test('what another try doesn’t help is told at once', async () => {
  let attempts = 0;
  const open = () => {
    attempts++;
    return Promise.reject(new WaysideError('KEEPER_UNTRUSTED', 'another certificate'));
  };
  await expect(whenThere(open, quiet)).rejects.toMatchObject({ code: 'KEEPER_UNTRUSTED' });
  expect(attempts).toBe(1);
});

test('whoever is told to stop waits no longer', async () => {
  const stop = new AbortController();
  const open = () => {
    stop.abort();
    return Promise.reject(new WaysideError('QUEUE_UNREACHABLE', 'the queue is away'));
  };
  expect(await whenThere(open, { log: workerLog, signal: stop.signal })).toBeNull();
});
