import { setTimeout as sleep } from 'node:timers/promises';
import { WaysideError, type ErrorCode } from '../pipeline/errors.ts';

/** Services that come back by themselves. A full disk doesn't: that is told at once. */
const PASSING: readonly ErrorCode[] = [
  'DATABASE_UNREACHABLE',
  'QUEUE_UNREACHABLE',
  'OBJECTS_UNREACHABLE',
  'KEEPER_UNREACHABLE',
];

const PAUSE_MS = 1000;

/**
 * Repeats work that goes on where it stopped while a service is away, for at most `patienceMs` since
 * it last got anything done (the work calls `onAdvance`).
 */
export async function patiently<T>(
  work: (onAdvance: () => void) => Promise<T>,
  {
    patienceMs,
    signal,
  }: { readonly patienceMs: number; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  let lastAdvance = performance.now();
  for (;;) {
    try {
      return await work(() => {
        lastAdvance = performance.now();
      });
    } catch (error) {
      const passing = error instanceof WaysideError && PASSING.includes(error.code);
      const late = performance.now() - lastAdvance > patienceMs;
      if (!passing || late || signal?.aborted === true) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
