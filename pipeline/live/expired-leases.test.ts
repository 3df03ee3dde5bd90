import { describe, expect, it } from 'vitest';
import { ExpiredLeases, type SeenLease } from './expired-leases.ts';

const lease = (cameraId: string, holder: string | null, isExpired: boolean): SeenLease => ({
  cameraId,
  holder,
  isExpired,
});
const ids = (leases: readonly SeenLease[]) => leases.map(({ cameraId }) => cameraId);

describe('ExpiredLeases', () => {
  it('of no leases are none', () => {
    expect(new ExpiredLeases().takeable([], 0)).toEqual([]);
  });

  it('lets those of nobody be taken at once, and those that are held never', () => {
    const expired = new ExpiredLeases();
    const leases = [lease('free', null, true), lease('held', 'a', false)];
    for (const nowMs of [0, 60_000]) expect(ids(expired.takeable(leases, nowMs))).toEqual(['free']);
  });

  it('waits until one was seen expired for four seconds', () => {
    const expired = new ExpiredLeases();
    const leases = [lease('north', 'a', true)];
    expect(expired.takeable(leases, 0)).toEqual([]);
    expect(expired.takeable(leases, 3999)).toEqual([]);
    expect(ids(expired.takeable(leases, 4000))).toEqual(['north']);
  });

  it('starts anew when it was renewed, changed hands, or the database was away', () => {
    const expired = new ExpiredLeases();
    const dead = [lease('north', 'a', true)];
    expired.takeable(dead, 0);
    expired.takeable([lease('north', 'a', false)], 2000);
    expect(expired.takeable(dead, 5000)).toEqual([]);
    expect(expired.takeable([lease('north', 'b', true)], 9000)).toEqual([]);
    expired.forget();
    expect(expired.takeable([lease('north', 'b', true)], 90_000)).toEqual([]);
  });
});
