import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RtpTimeline } from './rtp-timeline.ts';

const HZ = 90_000;

describe('a timeline of RTP timestamps', () => {
  it.each([
    ['the first is 0', [4_000_000_000], [0]],
    ['a picture later', [90_000, 93_600], [0, 40]],
    ['over the turn', [2 ** 32 - 3_600, 0, 3_600], [0, 40, 80]],
    ['back over the turn', [100, 2 ** 32 - 3_500], [0, -40]],
    ['pictures out of order', [90_000, 97_200, 93_600], [0, 80, 40]],
    ['a first of 0 doesn’t count, as in ffmpeg', [0, 3_600, 7_200], [0, 0, 40]],
  ])('%s', (_name, timestamps, expected) => {
    const timeline = new RtpTimeline(HZ);
    expect(timestamps.map((timestamp) => timeline.advance(timestamp))).toEqual(expected);
  });

  it('adds up whatever steps under half a turn it is given', () => {
    const step = fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), fc.array(step), (first, steps) => {
        const timeline = new RtpTimeline(1_000);
        timeline.advance(first);
        let total = 0;
        for (const ticks of steps) {
          total += ticks;
          const timestamp = (((first + total) % 2 ** 32) + 2 ** 32) % 2 ** 32;
          expect(timeline.near(timestamp)).toBe(total);
          expect(timeline.advance(timestamp)).toBe(total);
        }
      }),
    );
  });
});
