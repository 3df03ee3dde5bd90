import { describe, expect, it } from 'vitest';
import { retentionSettingsFrom } from '../../store/retention/retention-settings.ts';
import type { RetentionRule } from '../../store/schema/retention.ts';
import { cutoffsOf } from './cutoffs.ts';

const NOW_MS = Date.parse('2026-05-31T12:00:00Z');
const settings = retentionSettingsFrom({ days: { reads: 21, tracks: 40, footage: 30, crops: 10 } });
const ratchet = (kind: 'reads' | 'footage' | 'crops', heldFrom: string) => ({
  ...{ name: kind, kind, days: 30, heldFrom },
  oldestDay: heldFrom,
});
const ratchets = [
  ratchet('reads', '2026-05-10'),
  ratchet('footage', '2026-05-01'),
  ratchet('crops', '2026-05-21'),
];
const rule = (days: Partial<RetentionRule>): RetentionRule => ({
  ...{ cameraId: 'north', readsDays: null, tracksDays: null, footageDays: null, cropsDays: null },
  ...{ changedBy: 'Ada', changedAt: new Date(NOW_MS) },
  ...days,
});

describe('cutoffsOf', () => {
  it('follows the ratchets, and the clock for tracks', () => {
    expect(cutoffsOf({ ratchets, clockLeap: null }, settings, [], NOW_MS)).toEqual({
      site: {
        reads: '2026-05-10',
        footage: '2026-05-01',
        crops: '2026-05-21',
        tracks: '2026-04-21',
      },
      cameras: [],
    });
  });

  it.each([
    ['no days', {}, []],
    ['fewer days', { readsDays: 7, tracksDays: 1 }, ['reads 2026-05-24', 'tracks 2026-05-30']],
    ['as many days or more', { readsDays: 21, cropsDays: 30 }, []],
  ])('of a camera with %s', (_name, days, expected) => {
    const { cameras } = cutoffsOf({ ratchets, clockLeap: null }, settings, [rule(days)], NOW_MS);
    expect(cameras.map(({ kind, firstKept }) => `${kind} ${firstKept}`)).toEqual(expected);
  });

  it('goes by the clock in nothing while the keeper does not believe it', () => {
    const clockLeap = { toDay: '2026-05-31', sinceMs: NOW_MS };
    const rules = [rule({ readsDays: 7 })];
    const { site, cameras } = cutoffsOf({ ratchets, clockLeap }, settings, rules, NOW_MS);
    expect(site).toMatchObject({ reads: '2026-05-10', tracks: null });
    expect(cameras).toEqual([]);
  });
});
