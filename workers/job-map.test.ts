import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { JOB_PAYLOADS, jobIdOf, jobNameOf } from './job-map.ts';

const id = '0191d3b2-7c1e-7aaa-8bbb-0123456789ab';
const other = '0191d3b2-7c1e-7aaa-8bbb-0123456789ac';

describe('JOB_PAYLOADS', () => {
  it.each([
    ['an empty payload', 'detect', {}, false],
    ['a segment', 'detect', { segmentId: id, day: '2026-05-01' }, true],
    ['a plate in place of an id', 'detect', { segmentId: 'AB12CDE', day: '2026-05-01' }, false],
    ['a day with a time', 'detect', { segmentId: id, day: '2026-05-01T00:00:00Z' }, false],
    ['the first segment', 'track', { footageId: id, sequence: 0 }, true],
    ['the end of the footage', 'track', { footageId: id, sequence: null }, true],
    ['a negative sequence', 'track', { footageId: id, sequence: -1 }, false],
  ] as const)('%s', (_case, name, payload, valid) => {
    expect(Value.Check(JOB_PAYLOADS[name], payload)).toBe(valid);
  });
});

describe('jobIdOf', () => {
  it('is the same for the same work and different otherwise', () => {
    const track = (footageId: string, sequence: number | null) =>
      jobIdOf({ name: 'track', payload: { footageId, sequence } });
    expect(track(id, 0)).toBe(track(id, 0));
    const ids = [
      track(id, 0),
      track(id, 1),
      track(id, null),
      track(other, 0),
      jobIdOf({ name: 'detect', payload: { segmentId: id, day: '2026-05-01' } }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has no colon, which the queue refuses', () => {
    expect(jobIdOf({ name: 'track', payload: { footageId: id, sequence: null } })).not.toContain(
      ':',
    );
  });
});

describe('jobNameOf', () => {
  it.each([
    ['', null],
    ['another-thing', null],
    [jobIdOf({ name: 'track', payload: { footageId: id, sequence: null } }), 'track'],
    [jobIdOf({ name: 'detect', payload: { segmentId: id, day: '2026-05-01' } }), 'detect'],
  ])('%s', (jobId, name) => {
    expect(jobNameOf(jobId)).toBe(name);
  });
});
