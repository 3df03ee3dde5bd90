/**
 * Wait between searches of whole frames; longer when nothing is found, up to the longest. A car needs
 * little over a second to drive through a near view, so one that isn't recognised gets its look.
 */
const WAIT_MS = 400;
const LONGEST_WAIT_MS = 800;

/**
 * Decides when a whole frame is searched for plates: always on a plate camera; else when something
 * moved and no vehicle is to be seen, for what fills the picture is often too near to be recognised.
 */
export class WholeFramePlan {
  readonly #plateCamera: boolean;
  readonly #longestWaitMs: number;
  #nextMs = -Infinity;
  #waitMs = WAIT_MS;

  constructor(plateCamera: boolean, longestWaitMs = LONGEST_WAIT_MS) {
    this.#plateCamera = plateCamera;
    this.#longestWaitMs = longestWaitMs;
  }

  isDue(atMs: number, vehicles: number): boolean {
    return this.#plateCamera || (vehicles === 0 && atMs >= this.#nextMs);
  }

  note(atMs: number, found: boolean): void {
    this.#waitMs = found ? WAIT_MS : Math.min(this.#longestWaitMs, this.#waitMs * 2);
    this.#nextMs = found ? atMs : atMs + this.#waitMs;
  }
}
