import { describe, expect, it } from 'vitest';
import { footageStart } from './footage-start.ts';

const now = new Date('2026-05-20T12:00:00Z');
const oldestDay = '2026-05-01';
const start = (given: string | null, creationTime: string | null) =>
  footageStart({ given: given === null ? null : new Date(given), creationTime, now, oldestDay });

describe('footageStart', () => {
  it.each([
    ['nothing known', null, null, now.toISOString(), 'import'],
    [
      'the container says',
      null,
      '2026-05-19T08:00:00.500Z',
      '2026-05-19T08:00:00.500Z',
      'container',
    ],
    ['the container is too old', null, '1970-01-01T00:00:00Z', now.toISOString(), 'import'],
    ['the container is from the future', null, '2040-01-01T00:00:00Z', now.toISOString(), 'import'],
    ['the container says nonsense', null, 'yesterday', now.toISOString(), 'import'],
    ['given', '2026-05-10T00:00:00Z', '2026-05-19T08:00:00Z', '2026-05-10T00:00:00.000Z', 'given'],
    ['given, on the oldest day', '2026-05-01T00:00:00Z', null, '2026-05-01T00:00:00.000Z', 'given'],
  ])('%s', (_case, given, creationTime, startedAt, clockSource) => {
    expect(start(given, creationTime)).toEqual({ startedAt: new Date(startedAt), clockSource });
  });

  it('refuses a given time before the retention', () => {
    expect(() => start('2026-04-30T23:59:59.999Z', null)).toThrow(
      expect.objectContaining({ code: 'EXPIRED' }),
    );
  });

  it('refuses a given time in the future', () => {
    expect(() => start('2026-06-20T00:00:00Z', null)).toThrow(
      expect.objectContaining({ code: 'TIME_INVALID' }),
    );
  });
});
