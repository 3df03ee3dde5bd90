import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaPx, intersect, type BoxXywhPx } from '../geometry/box.ts';
import { coverPeople } from './people-over-time.ts';

const PLAIN = { neighbourMs: 0, bridgeMs: 0, margin: 0 };
const frames = (people: readonly (readonly BoxXywhPx[])[]) =>
  people.map((boxes, n) => ({ atMs: n * 100, people: boxes }));
const covers = (filled: readonly BoxXywhPx[], box: BoxXywhPx): boolean =>
  filled.some((f) => areaPx(intersect(f, box)) >= areaPx(box) - 1e-6);

describe('coverPeople', () => {
  it('fills nothing of no pictures, and nothing where nobody was found', () => {
    expect(coverPeople([])).toEqual([]);
    expect(coverPeople(frames([[], []]))).toEqual([[], []]);
  });

  it('fills what was found, with its margin', () => {
    const [filled] = coverPeople(frames([[[10, 20, 30, 100]]]), { ...PLAIN, margin: 0.1 });
    expect(filled).toEqual([[7, 10, 36, 120]]);
  });

  it('bridges a miss on the way between two boxes, and none that is longer than it may be', () => {
    const walk = frames([[[0, 0, 40, 80]], [], [], [[24, 0, 40, 80]]]);
    const bridged = coverPeople(walk, { ...PLAIN, bridgeMs: 300 });
    expect(bridged.map((boxes) => boxes.map(([x]) => Math.round(x)))).toEqual([
      [0],
      [8],
      [16],
      [24],
    ]);
    expect(coverPeople(walk, { ...PLAIN, bridgeMs: 200 }).map((b) => b.length)).toEqual([
      1, 0, 0, 1,
    ]);
  });

  it('fills before the first box and after the last', () => {
    const seen = frames([[], [], [], [[5, 5, 10, 10]], [], [], []]);
    const filled = coverPeople(seen, { ...PLAIN, neighbourMs: 200 });
    expect(filled.map((boxes) => boxes.length)).toEqual([0, 1, 1, 1, 1, 1, 0]);
  });

  it('never leaves out a box that was found, in its own picture or its neighbours', () => {
    const side = fc.integer({ min: 0, max: 300 });
    const size = fc.integer({ min: 5, max: 120 });
    const box = fc.tuple(side, side, size, size);
    fc.assert(
      fc.property(fc.array(fc.array(box, { maxLength: 4 }), { maxLength: 25 }), (people) => {
        const filled = coverPeople(frames(people), { ...PLAIN, neighbourMs: 100, bridgeMs: 500 });
        people.forEach((boxes, n) => {
          for (const found of boxes) {
            for (const near of [n - 1, n, n + 1]) {
              const there = filled[near];
              if (there !== undefined) expect(covers(there, found)).toBe(true);
            }
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});
