import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalMs } from './span.ts';
import { windowsOf } from './time-of-day.ts';
import { DAY_MS } from './utc-day.ts';

const HOUR_MS = 3_600_000;
const at = (text: string): number => Date.parse(text);
const show = (spans: readonly { startMs: number; endMs: number }[]) =>
  spans.map(({ startMs, endMs }) => [
    new Date(startMs).toISOString().slice(5, 16),
    new Date(endMs).toISOString().slice(5, 16),
  ]);
const span = (from: string, to: string) => ({ startMs: at(from), endMs: at(to) });

describe('windowsOf', () => {
  it('of an empty span are none', () => {
    const empty = span('2026-05-01T10:00Z', '2026-05-01T10:00Z');
    expect(windowsOf(empty, { from: '00:00', to: '12:00', timeZone: 'UTC' })).toEqual([]);
  });

  it.each<[string, string, string, string, [string, string], [string, string][]]>([
    [
      'cuts at the ends of the span',
      '07:00',
      '09:30',
      'UTC',
      ['2026-05-01T08:00Z', '2026-05-02T08:00Z'],
      [
        ['05-01T08:00', '05-01T09:30'],
        ['05-02T07:00', '05-02T08:00'],
      ],
    ],
    [
      'goes over midnight, from before the span too',
      '22:00',
      '06:00',
      'UTC',
      ['2026-05-01T00:00Z', '2026-05-02T00:00Z'],
      [
        ['05-01T00:00', '05-01T06:00'],
        ['05-01T22:00', '05-02T00:00'],
      ],
    ],
    [
      'takes the whole day when both ends are the same',
      '12:00',
      '12:00',
      'Asia/Kathmandu',
      ['2026-05-01T00:00Z', '2026-05-02T00:00Z'],
      [['05-01T00:00', '05-02T00:00']],
    ],
    [
      'follows the clock when it is put forward (Vienna, 29 March 2026)',
      '08:00',
      '09:00',
      'Europe/Vienna',
      ['2026-03-28T00:00Z', '2026-03-30T00:00Z'],
      [
        ['03-28T07:00', '03-28T08:00'],
        ['03-29T06:00', '03-29T07:00'],
      ],
    ],
    [
      'gives nothing of an hour that the clock leaves out',
      '02:00',
      '03:00',
      'Europe/Vienna',
      ['2026-03-29T00:00Z', '2026-03-30T00:00Z'],
      [],
    ],
    [
      'gives both hours when the clock is put back (25 October 2026)',
      '02:00',
      '03:00',
      'Europe/Vienna',
      ['2026-10-25T00:00Z', '2026-10-26T00:00Z'],
      [['10-25T00:00', '10-25T02:00']],
    ],
    [
      'knows zones far from Greenwich',
      '00:00',
      '01:00',
      'Pacific/Kiritimati',
      ['2026-05-01T00:00Z', '2026-05-02T00:00Z'],
      [['05-01T10:00', '05-01T11:00']],
    ],
  ])('%s', (_case, from, to, timeZone, [start, end], expected) => {
    expect(show(windowsOf(span(start, end), { from, to, timeZone }))).toEqual(expected);
  });

  it('refuses a zone that isn’t one', () => {
    expect(() =>
      windowsOf({ startMs: 0, endMs: 1 }, { from: '00:00', to: '01:00', timeZone: 'Mars' }),
    ).toThrow(expect.objectContaining({ code: 'TIME_INVALID' }));
  });

  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));
  const zones = ['UTC', 'Europe/Vienna', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tokyo'];

  it('and those of the rest of the day tile any span', () => {
    fc.assert(
      fc.property(
        clock,
        clock,
        fc.constantFrom(...zones),
        fc.nat(360),
        fc.integer({ min: 1, max: 40 * 24 }),
        (from, to, timeZone, day, hours) => {
          fc.pre(from !== to);
          const startMs = at('2026-01-01T00:00Z') + day * DAY_MS;
          const asked = { startMs, endMs: startMs + hours * HOUR_MS };
          const windows = windowsOf(asked, { from, to, timeZone });
          const others = windowsOf(asked, { from: to, to: from, timeZone });
          expect(totalMs(windows) + totalMs(others)).toBe(hours * HOUR_MS);
        },
      ),
      { numRuns: 60 },
    );
  });
});
