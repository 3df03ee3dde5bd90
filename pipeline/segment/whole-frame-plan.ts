/** Wait between searches of whole frames; longer each time nothing is found, up to the longest. */
const WAIT_MS = 400;
const LONGEST_WAIT_MS = 3200;

/**
 * Decides when a whole frame is searched for plates: always on a plate camera; else when something
 * moved and no vehicle is to be seen, for what fills the picture is often too near to be recognised.
 */
export class WholeFramePlan {
  readonly #plateCamera: boolean;
  #nextMs = -Infinity;
  #waitMs = WAIT_MS;

  constructor(plateCamera: boolean) {
    this.#plateCamera = plateCamera;
  }

  isDue(atMs: number, vehicles: number): boolean {
    return this.#plateCamera || (vehicles === 0 && atMs >= this.#nextMs);
  }

  note(atMs: number, found: boolean): void {
    this.#waitMs = found ? WAIT_MS : Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
    this.#nextMs = found ? atMs : atMs + this.#waitMs;
  }
}
