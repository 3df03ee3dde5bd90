/** How long an arrival counts: long enough for a packet without delay, short enough to follow a drifting clock. */
const WINDOW_MS = 30_000;
const BUCKET_MS = 2_000;

interface Bucket {
  readonly fromMs: number;
  leastMs: number;
}

/**
 * The least of the offsets seen in the last half minute. What travelled with the least delay tells most
 * nearly when it was sent; what was held up says nothing.
 */
export class LeastDelay {
  readonly #buckets: Bucket[] = [];

  /**
   * @param atMs when it was seen; never less than before
   * @param offsetMs arrival less media time
   */
  add(atMs: number, offsetMs: number): void {
    const newest = this.#buckets.at(-1);
    if (newest !== undefined && atMs < newest.fromMs + BUCKET_MS) {
      newest.leastMs = Math.min(newest.leastMs, offsetMs);
      return;
    }
    this.#buckets.push({ fromMs: atMs, leastMs: offsetMs });
    while (this.#buckets[0]!.fromMs <= atMs - WINDOW_MS) this.#buckets.shift();
  }

  /** Null before the first. */
  get offsetMs(): number | null {
    if (this.#buckets.length === 0) return null;
    return this.#buckets.reduce((least, { leastMs }) => Math.min(least, leastMs), Infinity);
  }
}
