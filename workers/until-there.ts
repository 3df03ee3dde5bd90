import { setTimeout as sleep } from 'node:timers/promises';
import { WaysideError } from '../pipeline/errors.ts';

const ASK_AGAIN_MS = 1000;

/**
 * Tries every second until what is needed is there; whatever another try doesn't help is thrown.
 * @param onAway hears of each try that failed
 * @returns null when it is told to stop before
 */
export async function untilThere<T>(
  open: () => Promise<T>,
  {
    signal,
    onAway,
  }: { readonly signal: AbortSignal; readonly onAway: (error: WaysideError) => void },
): Promise<T | null> {
  while (!signal.aborted) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof WaysideError) || !error.retryable) throw error;
      onAway(error);
      await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
