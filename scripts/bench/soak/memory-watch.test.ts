import { describe, expect, it } from 'vitest';
import { growthMb, WARM_UP_MS } from './memory-watch.ts';

const life = (pid: number, fromMs: number, rssMb: readonly number[]) =>
  rssMb.map((each, i) => ({ pid, atMs: fromMs + i * 10_000, rssMb: each }));

describe('growthMb', () => {
  it('is none of nothing, and of a process that hardly lived', () => {
    expect(growthMb([])).toBe(0);
    expect(growthMb(life(1, 0, [10, 90, 100]))).toBe(0);
  });

  it('is that from the first third after the warm-up to the last', () => {
    expect(WARM_UP_MS).toBe(30_000);
    expect(growthMb(life(1, 0, [1, 50, 90, 100, 102, 101, 110, 111, 120, 130, 140, 131]))).toBe(30);
  });

  it('is that of the process that lived longest', () => {
    const killed = life(1, 0, [1, 2, 3, 100, 200, 300]);
    const lasting = life(2, 100_000, [1, 2, 3, 70, 70, 70, 70, 70, 70]);
    expect(growthMb([...killed, ...lasting])).toBe(0);
    expect(growthMb(killed)).toBe(200);
  });
});
