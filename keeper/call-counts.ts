import type { KeeperFigures } from './client/figures-call.ts';

/** How often each call was made, by how it ended. */
export interface CallCounts {
  /** @param outcome `ok`, or the code of an error */
  count(call: string, outcome: string): void;
  all(): KeeperFigures['calls'];
}

export function callCounts(): CallCounts {
  const counts = new Map<string, Map<string, number>>();
  return {
    count(call, outcome) {
      const outcomes = counts.get(call) ?? new Map<string, number>();
      counts.set(call, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
    },
    all: () =>
      [...counts].flatMap(([call, outcomes]) =>
        [...outcomes].map(([outcome, count]) => ({ call, outcome, count })),
      ),
  };
}
