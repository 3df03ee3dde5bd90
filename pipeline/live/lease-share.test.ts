import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaseMoves } from './lease-share.ts';

const held = (...holders: (string | null)[]) =>
  new Map(holders.map((holder, i) => [`camera-${i}`, holder]));

describe('leaseMoves', () => {
  it.each<[string, string[], (string | null)[], number, string[]]>([
    ['of no cameras', ['a'], [], 0, []],
    ['takes all when alone', ['a'], [null, null, null], 3, []],
    ['takes all when it isn’t known to itself yet', [], [null], 1, []],
    ['takes half of the free', ['a', 'b'], [null, null, null, null], 2, []],
    ['gives half to one who came', ['a', 'b'], ['a', 'a', 'a', 'a'], 0, ['camera-2', 'camera-3']],
    ['keeps the odd one', ['a', 'b'], ['a', 'a', 'b'], 0, []],
    ['leaves the odd one to who has it', ['a', 'b'], ['b', 'b', 'a'], 0, []],
    ['takes its part of what a dead process held', ['a', 'b'], ['a', 'b', null, null], 1, []],
    ['lets alone what may not be taken yet', ['a'], ['dead', 'dead'], 2, []],
  ])('%s', (_case, processes, holders, take, give) => {
    expect(leaseMoves({ self: 'a', processes, holders: held(...holders) })).toEqual({ take, give });
  });

  it('comes to rest with even shares, every camera held, whoever starts with what', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(7), { maxLength: 40 }),
        (count, start) => {
          const processes = Array.from({ length: count }, (_, i) => `p${i}`);
          // Numbers past the processes: nobody.
          const holders = held(...start.map((i) => processes[i] ?? null));
          for (let round = 0; round < 3; round++) {
            for (const self of processes) {
              const moves = leaseMoves({ self, processes, holders });
              for (const id of moves.give) holders.set(id, null);
              const free = [...holders].filter(([, holder]) => holder === null);
              for (const [id] of free.slice(0, moves.take)) holders.set(id, self);
            }
          }
          const counts = processes.map(
            (id) => [...holders.values()].filter((holder) => holder === id).length,
          );
          expect(counts.reduce((sum, n) => sum + n, 0)).toBe(start.length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
