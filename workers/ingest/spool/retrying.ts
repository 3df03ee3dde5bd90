import { setTimeout as sleep } from 'node:timers/promises';
import { WaysideError, type ErrorCode } from '../../../pipeline/errors.ts';
import { retryDelayMs } from '../../retry.ts';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Hears of every try that failed. */
  readonly onTrouble: (error: unknown) => void;
}

/** About the video itself. Whatever else has a code is about a service, and passes when somebody sees to it. */
const HOPELESS: readonly ErrorCode[] = ['EXPIRED', 'TIME_INVALID'];
/** An error that nobody knows is given some minutes. */
const UNKNOWN_ERROR_ATTEMPTS = 50;

/**
 * Repeats the work until it is done, a little less often each time; tries once in any case.
 * @returns null when it was aborted before it was done
 * @throws what no other try can help
 */
export async function retrying<T>(
  work: () => Promise<T>,
  { signal, onTrouble }: RetryOptions,
): Promise<T | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      const error = asCoded(cause);
      onTrouble(error);
      if (isHopeless(error, attempt)) throw error;
      await sleep(retryDelayMs(attempt), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
    }
  }
}

function isHopeless(error: unknown, attempt: number): boolean {
  if (error instanceof WaysideError) return HOPELESS.includes(error.code);
  return attempt >= UNKNOWN_ERROR_ATTEMPTS;
}

function asCoded(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new WaysideError('DISK_FULL', 'no space is left for the spool', { cause: error });
}
