import { describe, expect, it } from 'vitest';
import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import { keepRetention } from './retention.ts';

const NOW = Date.UTC(2026, 4, 31, 12);

/** A keeper that only notes what it is asked to move. */
function keeperAt(reads: string, footage: string) {
  const moves: { kind: string; oldestDay: string }[] = [];
  const keeper = {
    status: () => Promise.resolve({ oldestDays: { reads, footage } }),
    moveRatchet: ({ kind, oldestDay }: { kind: string; oldestDay: string }) => {
      moves.push({ kind, oldestDay });
      return Promise.resolve({ reads, footage });
    },
  } as unknown as KeeperClient;
  return { keeper, moves };
}

describe('keepRetention', () => {
  it.each([
    ['nothing when both are where they belong', '2026-05-10', '2026-05-01', []],
    [
      'each kind by its own retention',
      '2026-05-09',
      '2026-04-30',
      ['reads 2026-05-10', 'footage 2026-05-01'],
    ],
    ['nothing back when the retention was lengthened', '2026-05-20', '2026-05-20', []],
  ])('moves %s', async (_name, reads, footage, expected) => {
    const { keeper, moves } = keeperAt(reads, footage);
    await keepRetention(keeper, { reads: 21, footage: 30 }, NOW);
    expect(moves.map(({ kind, oldestDay }) => `${kind} ${oldestDay}`)).toEqual(expected);
  });
});
