import { describe, expect, it } from 'vitest';
import type { SegmentStatus } from '../store/schema.ts';
import { jobIdOf } from './job-map.ts';
import { jobsOfFootage } from './requeue.ts';

const day = '2026-05-01';
const segments = (...statuses: SegmentStatus[]) =>
  statuses.map((status, sequence) => ({ id: `s${sequence}`, day, sequence, status }));
const footage = (segmentsTotal: number | null, status: 'importing' | 'complete' = 'importing') => ({
  id: 'f',
  segmentsTotal,
  status,
  origin: 'stream' as const,
  generation: 3,
});

describe('jobsOfFootage', () => {
  it.each([
    ['nothing stored, still splitting', footage(null), segments(), []],
    ['stored', footage(null), segments('stored', 'stored'), ['detect-s0', 'detect-s1']],
    [
      'half way',
      footage(null),
      segments('tracked', 'failed', 'detected', 'stored'),
      ['track-f-1', 'track-f-2', 'detect-s3'],
    ],
    ['all tracked but not flushed', footage(2), segments('tracked', 'tracked'), ['track-f-end']],
    ['all failed', footage(1), segments('failed'), ['track-f-0', 'track-f-end']],
    ['complete', footage(2, 'complete'), segments('tracked', 'failed'), []],
  ])('%s', (_case, given, rows, ids) => {
    expect(jobsOfFootage(given, rows).map(jobIdOf)).toEqual(ids);
  });

  it('has later generations looked at first', () => {
    const [older] = jobsOfFootage(footage(null), segments('stored'));
    const [newer] = jobsOfFootage({ ...footage(null), generation: 4 }, segments('stored'));
    expect(newer!.precedence).toBeLessThan(older!.precedence!);
  });
});
