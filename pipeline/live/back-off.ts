const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** A connection that lasted so long starts the back-off anew. */
export const GOOD_CONNECTION_MS = 60_000;

/**
 * How long to wait before the next connection after so many failures in a row (1, 2, …): doubles from
 * 1 s to 30 s, of which the later half is left to chance, so that cameras behind one switch don't all
 * come back at once ("equal jitter", AWS Architecture Blog, Exponential Backoff And Jitter, 2015).
 * @param random01 in [0, 1)
 */
export function backOffMs(failures: number, random01: number): number {
  const fullMs = Math.min(FIRST_MS * 2 ** Math.min(Math.max(failures, 1) - 1, 16), LONGEST_MS);
  return Math.round(fullMs * (0.5 + random01 / 2));
}
