/**
 * Reads the times out of a framecrc listing that arrives in pieces.
 * Lines are `stream, dts, pts, duration, size, checksum`; the head gives the tick (`#tb 0: 1/90000`).
 */
export class FrameTimes {
  readonly #times: number[] = [];
  #rest = '';
  #tickMs = NaN;

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) {
      const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
      if (base !== null) this.#tickMs = (Number(base[1]) * 1000) / Number(base[2]);
      const packet = /^0, *-?\d+, *(-?\d+),/.exec(line);
      if (packet !== null) this.#times.push(Number(packet[1]) * this.#tickMs);
    }
  }

  /** The next picture's time in milliseconds; undefined while it hasn't arrived. */
  take(): number | undefined {
    return this.#times.shift();
  }

  /** Whether a time has arrived that wasn't taken. */
  get waiting(): boolean {
    return this.#times.length > 0;
  }
}
