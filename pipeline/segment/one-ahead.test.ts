import { describe, expect, it } from 'vitest';
import { oneAhead } from './one-ahead.ts';

async function* counting(count: number, log: string[]): AsyncGenerator<number> {
  try {
    for (let i = 0; i < count; i++) {
      await Promise.resolve();
      log.push(`made ${i}`);
      yield i;
    }
  } finally {
    log.push('closed');
  }
}

describe('oneAhead', () => {
  it('gives nothing of nothing, and the same items in order', async () => {
    const take = async (count: number) => {
      const items: number[] = [];
      for await (const item of oneAhead(counting(count, []))) items.push(item);
      return items;
    };
    expect(await take(0)).toEqual([]);
    expect(await take(4)).toEqual([0, 1, 2, 3]);
  });

  it('has the next item made while one is in use, and no more than that', async () => {
    const log: string[] = [];
    for await (const item of oneAhead(counting(3, log))) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      log.push(`used ${item}`);
    }
    expect(log).toEqual(['made 0', 'made 1', 'used 0', 'made 2', 'used 1', 'closed', 'used 2']);
  });

  it('closes the source when it is left early', async () => {
    const log: string[] = [];
    for await (const item of oneAhead(counting(9, log))) if (item === 1) break;
    expect(log.at(-1)).toBe('closed');
    expect(log.length).toBeLessThan(6);
  });

  it('throws a failure of the source where it would have been', async () => {
    async function* failing(): AsyncGenerator<number> {
      await Promise.resolve();
      yield 1;
      throw new Error('broken');
    }
    const seen: number[] = [];
    const run = async () => {
      for await (const item of oneAhead(failing())) seen.push(item);
    };
    await expect(run()).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
  });
});
