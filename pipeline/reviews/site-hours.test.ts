import { describe, expect, it } from 'vitest';
import { isOutOfHours, type SiteHours } from './site-hours.ts';

const office: SiteHours = {
  timeZone: 'Europe/Berlin',
  from: '07:00',
  to: '19:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
};
const night: SiteHours = { ...office, from: '22:00', to: '06:00', days: ['fri'] };

describe('out of hours', () => {
  it.each([
    ['no day at all', { ...office, days: [] }, '2026-05-20T12:00Z', true],
    ['noon on a Wednesday', office, '2026-05-20T12:00Z', false],
    ['the first minute, in summer two hours ahead of UTC', office, '2026-05-20T05:00Z', false],
    ['the minute before', office, '2026-05-20T04:59Z', true],
    ['the same minute in winter', office, '2026-01-21T05:00Z', true],
    ['the last moment', office, '2026-05-20T16:59:59Z', false],
    ['the end', office, '2026-05-20T17:00Z', true],
    ['a Saturday', office, '2026-05-23T12:00Z', true],
    ['Friday night', night, '2026-05-22T21:00Z', false],
    ['what is left of it on Saturday', night, '2026-05-23T03:00Z', false],
    ['after its end', night, '2026-05-23T04:00Z', true],
    ['Saturday night', night, '2026-05-23T21:00Z', true],
  ])('%s', (_, hours, at, expected) => {
    expect(isOutOfHours(hours, Date.parse(at))).toBe(expected);
  });

  it('needs a time zone that exists', () => {
    expect(() => isOutOfHours({ ...office, timeZone: 'Mars/Olympus' }, 0)).toThrow(RangeError);
  });
});
