/** Which refused tokens are written into the log. */
export interface RefusedHellos {
  /** How many went unwritten before this one, which is to be written; null: count this one only. */
  next(): number | null;
}

const A_MINUTE = 20;
const MINUTE_MS = 60_000;

/**
 * Twenty a minute are written one by one, and those beyond are counted into the next that is: whoever
 * reaches the port must not be able to fill the log, which nothing is ever taken out of.
 */
export function refusedHellos(nowMs: () => number): RefusedHellos {
  let minuteAtMs = -Infinity;
  let written = 0;
  let unwritten = 0;
  return {
    next() {
      const now = nowMs();
      if (Math.abs(now - minuteAtMs) >= MINUTE_MS) {
        minuteAtMs = now;
        written = 0;
      }
      if (written === A_MINUTE) {
        unwritten++;
        return null;
      }
      written++;
      const before = unwritten;
      unwritten = 0;
      return before;
    },
  };
}
