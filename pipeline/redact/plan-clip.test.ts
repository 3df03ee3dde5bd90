import { describe, expect, it } from 'vitest';
import type { BoxXywhPx } from '../geometry/box.ts';
import { coverText } from './cover-text.ts';
import { plateAt } from './follow-vehicle.ts';
import { showCounts, usualFps } from './frame-slots.ts';
import { planClip, type ClipMoment, type ClipWish } from './plan-clip.ts';
import { HIDDEN_KINDS } from './redaction-record.ts';

const wish: ClipWish = {
  widthPx: 640,
  heightPx: 360,
  detectors: [],
  granted: [],
  showPeople: false,
  showPlates: false,
};
const moment = (n: number, change: Partial<ClipMoment> = {}): ClipMoment => ({
  atMs: n * 40,
  people: [],
  vehicles: [],
  text: n % 3 === 0 ? [] : null,
  ...change,
});
const kindsOf = (moments: readonly ClipMoment[], change: Partial<ClipWish> = {}) =>
  planClip(moments, { ...wish, ...change }).frames.map(({ hidden }) =>
    hidden.map(([kind]) => HIDDEN_KINDS[kind]),
  );
const TEXT: BoxXywhPx = [100, 100, 80, 20];
const CAR: BoxXywhPx = [80, 20, 120, 110];

describe('planClip', () => {
  it('makes a record without frames of no pictures', () => {
    expect(planClip([], wish)).toMatchObject({ frames: [], platesVisible: 'none' });
  });

  it('hides people and text in every picture, also in those not searched for text', () => {
    const moments = [0, 1, 2, 3].map((n) =>
      moment(n, { people: [[10, 10, 30, 80]], text: n % 3 === 0 ? [TEXT] : null }),
    );
    for (const kinds of kindsOf(moments)) {
      expect(new Set(kinds)).toEqual(new Set(['person', 'plate']));
    }
    expect(kindsOf(moments, { showPeople: true }).flat()).not.toContain('person');
    expect(kindsOf(moments, { showPlates: true }).flat()).not.toContain('plate');
  });

  it('hides the lower part of a vehicle without text, but not of a tiny one', () => {
    expect(kindsOf([moment(0, { vehicles: [CAR] })])).toEqual([['mask']]);
    expect(kindsOf([moment(0, { vehicles: [CAR], text: [TEXT] })])).toEqual([['plate']]);
    expect(kindsOf([moment(0, { vehicles: [[0, 0, 40, 30]] })])).toEqual([[]]);
  });

  it('leaves the granted plate as it is while it is known where it is', () => {
    const moments = [0, 1, 2, 3, 4].map((n) => moment(n, { text: [TEXT, [400, 300, 80, 20]] }));
    const granted = [
      { atMs: 40, plateXywhPx: TEXT },
      { atMs: 120, plateXywhPx: TEXT },
    ];
    const { frames, platesVisible } = planClip(moments, { ...wish, granted });
    expect(platesVisible).toBe('granted');
    expect(frames.map(({ visiblePlates }) => visiblePlates.length)).toEqual([0, 1, 1, 1, 0]);
    const over = (n: number) =>
      frames[n]!.hidden.some(([, x, y, w, h]) => x < 180 && x + w > 100 && y < 120 && y + h > 100);
    expect([0, 1, 2, 3, 4].map(over)).toEqual([true, false, false, false, true]);
    for (const { hidden } of frames) expect(hidden.some(([, x]) => x > 300)).toBe(true);
  });
});

describe('coverText', () => {
  it('covers the way between two searches', () => {
    expect(coverText([])).toEqual([]);
    expect(coverText([null, null])).toEqual([[], []]);
    const covered = coverText([null, [[100, 0, 50, 10]], null, [[140, 0, 50, 10]], null]);
    expect(covered[0]).toEqual([[100, 0, 50, 10]]);
    expect(covered[2]).toEqual([[100, 0, 90, 10]]);
    expect(covered[4]).toEqual([[140, 0, 50, 10]]);
  });

  it('holds what belongs to nothing until the next search, and from the one before', () => {
    const covered = coverText([[[0, 0, 20, 10]], null, [[500, 300, 20, 10]]]);
    expect(covered[1]).toEqual(
      expect.arrayContaining([
        [0, 0, 20, 10],
        [500, 300, 20, 10],
      ]),
    );
  });
});

describe('plateAt', () => {
  it('goes between moments that are near, and nowhere else', () => {
    const moments = [
      { atMs: 0, plateXywhPx: [0, 0, 10, 10] as const },
      { atMs: 200, plateXywhPx: [20, 0, 10, 10] as const },
      { atMs: 5000, plateXywhPx: [90, 0, 10, 10] as const },
    ];
    expect(plateAt([], 0)).toBeNull();
    expect(plateAt(moments, 100)).toEqual([10, 0, 10, 10]);
    expect(plateAt(moments, 200)).toEqual([20, 0, 10, 10]);
    expect(plateAt(moments, 3000)).toBeNull();
    expect(plateAt(moments, 6000)).toBeNull();
  });
});

describe('showCounts', () => {
  const start = Date.UTC(2026, 4, 20);
  const times = (count: number, stepMs: number) =>
    Array.from({ length: count }, (_, n) => start + n * stepMs);

  it.each([
    ['as it was', times(50, 40), 1, 50],
    ['twice as fast', times(50, 40), 2, 25],
    ['half as fast', times(50, 40), 0.5, 100],
    ['a pause cut out', [...times(10, 40), ...times(10, 40).map((t) => t + 60_000)], 1, 20],
    ['nothing', [], 1, 0],
  ])('shows %s', (_, moments, speed, expected) => {
    const counts = showCounts(moments, usualFps(moments), speed);
    expect(counts).toHaveLength(moments.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected);
    if (moments.length > 0) expect(counts[0]).toBeGreaterThan(0);
  });

  it('knows the usual rate', () => {
    expect(usualFps([])).toBe(25);
    expect(usualFps(times(10, 80))).toBe(12.5);
    expect(usualFps(times(10, 1))).toBe(60);
  });
});
