import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { prefetch } from './prefetch.ts';

/** Counts what was taken from it and whether it was closed. */
function source(length: number, failAt = Infinity) {
  const seen = { taken: 0, closed: false };
  async function* generate(): AsyncGenerator<number> {
    try {
      for (let n = 0; n < length; n++) {
        await sleep(1);
        if (n === failAt) throw new Error(`broken at ${n}`);
        seen.taken++;
        yield n;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, items: generate() };
}

const collect = async (items: AsyncIterable<number>): Promise<number[]> => {
  const all: number[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('prefetch', () => {
  it.each([
    [0, 1],
    [1, 1],
    [5, 1],
    [5, 3],
    [5, 50],
  ])('gives %i items in order, %i ahead', async (length, depth) => {
    const { items, seen } = source(length);
    expect(await collect(prefetch(items, depth))).toEqual([...Array(length).keys()]);
    expect(seen.closed).toBe(true);
  });

  it('fetches before it is asked, and no further than its depth', async () => {
    const { items, seen } = source(10);
    const ahead = prefetch(items, 3);
    await expect.poll(() => seen.taken).toBe(3);
    await sleep(20);
    expect(seen.taken).toBe(3);
    expect(await collect(ahead)).toHaveLength(10);
  });

  it('throws after the items that came before the failure', async () => {
    const { items } = source(10, 2);
    const got: number[] = [];
    const failing = (async () => {
      for await (const item of prefetch(items, 5)) got.push(item);
    })();
    await expect(failing).rejects.toThrow('broken at 2');
    expect(got).toEqual([0, 1]);
  });

  it('closes the source when the loop is left, and when it was never begun', async () => {
    const left = source(10);
    for await (const item of prefetch(left.items, 2)) if (item === 3) break;
    expect(left.seen.closed).toBe(true);

    const unbegun = source(10);
    const ahead = prefetch(unbegun.items, 2);
    await expect.poll(() => unbegun.seen.taken).toBe(2);
    await ahead.return();
    expect(unbegun.seen.closed).toBe(true);
  });
});
