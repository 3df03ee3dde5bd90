/** Writes things that come one by one in as few statements as their pace needs. */
export interface GroupCommit<T, R> {
  /** Waits for its turn; fails with whatever the group it was written in failed with. */
  add(item: T): Promise<R>;
  /** Until nothing waits any more. */
  settled(): Promise<void>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What arrives while `write` runs is collected and makes up its next call, in order and at most
 * `mostItems` at once. `write` gives one result for each item.
 */
export function groupCommit<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  mostItems: number,
): GroupCommit<T, R> {
  let waiting: Waiting<T, R>[] = [];
  let running: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, mostItems);
      waiting = waiting.slice(mostItems);
      try {
        const results = await write(group.map(({ item }) => item));
        group.forEach(({ resolve }, at) => {
          resolve(results[at]!);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = null;
  };

  return {
    add: (item) =>
      new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= writeAll();
      }),
    async settled() {
      while (running !== null) await running;
    },
  };
}
