import { describe, expect, it } from 'vitest';
import { parseTime } from './time-option.ts';

describe('parseTime', () => {
  it.each([
    ['2026-05-01T10:00:00Z', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01T10:00+02:00', '2026-05-01T08:00:00.000Z'],
    ['2026-05-01T10:00:00.250-03:30', '2026-05-01T13:30:00.250Z'],
  ])('takes %s', (text, expected) => {
    expect(parseTime(text).toISOString()).toBe(expected);
  });
  it.each(['', 'yesterday', '2026-05-01', '2026-05-01T10:00:00', '2026-13-01T10:00:00Z'])(
    'refuses %j: which moment it is would be a guess',
    (text) => {
      expect(() => parseTime(text)).toThrow(expect.objectContaining({ code: 'TIME_INVALID' }));
    },
  );
});
