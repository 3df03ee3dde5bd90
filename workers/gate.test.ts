import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openGate } from './gate.ts';

it('lets work through one at a time and in order, past one that failed', async () => {
  const gate = openGate();
  const order: string[] = [];
  const work = (name: string, ms: number) =>
    gate(async () => {
      order.push(`${name} begins`);
      await sleep(ms);
      if (name === 'b') throw new Error('b failed');
      order.push(`${name} ends`);
      return name;
    });
  const results = await Promise.allSettled([work('a', 20), work('b', 5), work('c', 0)]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
