const HALF_TURN = 2 ** 31;
const TURN = 2 ** 32;

/**
 * RTP timestamps, which start anywhere and turn over at 2³², as media time: the first is 0. Counts as
 * ffmpeg does (`finalize_packet` in libavformat/rtpdec.c, 4.1 to 7): each timestamp lies less than half a
 * turn from the one before, and a timestamp of 0 at the very start doesn't count as the first.
 */
export class RtpTimeline {
  readonly #ticksPerMs: number;
  #first: number | null = null;
  #last = 0;
  #turnedTicks = 0;

  constructor(clockRateHz: number) {
    this.#ticksPerMs = clockRateHz / 1000;
  }

  get hasBegun(): boolean {
    return this.#first !== null;
  }

  /** Media time of the next packet, milliseconds. */
  advance(timestamp: number): number {
    if (this.#first === null) {
      if (timestamp === 0) return 0;
      this.#first = timestamp;
      this.#last = timestamp;
    }
    this.#turnedTicks += turn(timestamp - this.#last);
    this.#last = timestamp;
    return this.#turnedTicks / this.#ticksPerMs;
  }

  /** Media time of a timestamp near the last packet's, before or after it; it doesn't move on. */
  near(timestamp: number): number {
    return (this.#turnedTicks + turn(timestamp - this.#last)) / this.#ticksPerMs;
  }
}

/** The difference of two timestamps, the short way round: in [−2³¹, 2³¹). */
function turn(difference: number): number {
  return ((((difference + HALF_TURN) % TURN) + TURN) % TURN) - HALF_TURN;
}
