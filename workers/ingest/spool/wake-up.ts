/** Lets a loop sleep until there is something to do. */
export class WakeUp {
  #wake: (() => void) | null = null;
  #called = false;

  call(): void {
    this.#called = true;
    this.#wake?.();
  }

  /** Resolves at the next `call`, or at once if there was one since the last wait, and when aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#called && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', this.#wake, { once: true });
      });
      if (this.#wake !== null) signal.removeEventListener('abort', this.#wake);
      this.#wake = null;
    }
    this.#called = false;
  }
}
