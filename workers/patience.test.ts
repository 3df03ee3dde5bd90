import { describe, expect, it } from 'vitest';
import { WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import { patiently } from './patience.ts';

const failing = (code: ErrorCode, times: number) => {
  let calls = 0;
  const work = (): Promise<number> => {
    calls++;
    if (calls <= times) throw new WaysideError(code, 'away');
    return Promise.resolve(calls);
  };
  return { work, calls: () => calls };
};

describe('patiently', () => {
  it('waits for a service that comes back', async () => {
    const { work } = failing('DATABASE_UNREACHABLE', 1);
    expect(await patiently(work, { patienceMs: 5000 })).toBe(2);
  });

  it('gives up a service that stays away', async () => {
    const { work, calls } = failing('KEEPER_UNREACHABLE', Infinity);
    const waited = patiently(work, { patienceMs: 1500 });
    await expect(waited).rejects.toMatchObject({ code: 'KEEPER_UNREACHABLE' });
    expect(calls()).toBeGreaterThan(1);
  });

  it.each(['DISK_FULL', 'DECODE_FAILED', 'INTERRUPTED'] as const)(
    'tells %s at once',
    async (code) => {
      const { work, calls } = failing(code, 1);
      await expect(patiently(work, { patienceMs: 5000 })).rejects.toMatchObject({ code });
      expect(calls()).toBe(1);
    },
  );

  it('does not wait for what nobody wants any more', async () => {
    const { work } = failing('DATABASE_UNREACHABLE', 1);
    const signal = AbortSignal.abort();
    await expect(patiently(work, { patienceMs: 5000, signal })).rejects.toThrow('away');
  });
});
