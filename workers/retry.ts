import { WaysideError } from '../pipeline/errors.ts';

/** A job is tried for as long as another try may help, which can be hours: a disk that is full. */
export const MAX_ATTEMPTS = 1_000_000;

/** An error that the catalogue doesn't know may be a passing one; after these many tries it isn't. */
const UNKNOWN_ERROR_ATTEMPTS = 5;

export const BACKOFF = { type: 'doubling' } as const;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

/** How long to wait after the given number of failed attempts (1, 2, …): doubles up to 10 s. */
export function retryDelayMs(attemptsMade: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.min(attemptsMade - 1, 16), LONGEST_DELAY_MS);
}

/** Whether a job that failed on its nth attempt (1, 2, …) is to be tried again, by the catalogue. */
export function isWorthRetrying(error: unknown, attempt: number): boolean {
  return error instanceof WaysideError ? error.retryable : attempt < UNKNOWN_ERROR_ATTEMPTS;
}
