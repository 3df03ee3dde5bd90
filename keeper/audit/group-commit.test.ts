import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { groupCommit } from './group-commit.ts';

/** Notes each group, takes a moment, and fails on the word `bad`. */
function slowWriter() {
  const groups: (readonly string[])[] = [];
  const commit = groupCommit(async (items: readonly string[]) => {
    groups.push(items);
    await delay(5);
    if (items.includes('bad')) throw new Error('refused');
    return items.map((item) => item.toUpperCase());
  }, 3);
  return { groups, commit };
}

describe('a group commit', () => {
  it('is settled when nothing came', async () => {
    await slowWriter().commit.settled();
  });

  it('writes what arrives meanwhile together, in order, in groups that have a limit', async () => {
    const { groups, commit } = slowWriter();
    const results = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((x) => commit.add(x)));
    expect(results).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
    expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']]);
  });

  it('fails a group as a whole, and goes on with the next', async () => {
    const { commit } = slowWriter();
    const added = ['a', 'b', 'bad', 'c', 'd'].map((x) => commit.add(x));
    const states = (await Promise.allSettled(added)).map(({ status }) => status);
    expect(states).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled']);
    await commit.settled();
    expect(await commit.add('e')).toBe('E');
  });
});
