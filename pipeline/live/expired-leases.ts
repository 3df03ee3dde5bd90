export interface SeenLease {
  readonly cameraId: string;
  /** Null: nobody's. */
  readonly holder: string | null;
  readonly isExpired: boolean;
}

/** A holder renews every two seconds; one that has had twice that time since the database answers is dead. */
const WATCHED_MS = 4000;

/**
 * Tells which leases may be taken over. After an outage of the database all have run out, and those who
 * hold them go on recording: so one is taken only when it was seen to stay expired for a while.
 */
export class ExpiredLeases {
  readonly #since = new Map<string, { readonly holder: string; readonly atMs: number }>();

  /** @param nowMs of a clock that doesn't jump */
  takeable<L extends SeenLease>(leases: readonly L[], nowMs: number): L[] {
    const seen = new Set<string>();
    const free = leases.filter(({ cameraId, holder, isExpired }) => {
      if (holder === null) return true;
      if (!isExpired) return false;
      seen.add(cameraId);
      const before = this.#since.get(cameraId);
      if (before?.holder === holder) return nowMs - before.atMs >= WATCHED_MS;
      this.#since.set(cameraId, { holder, atMs: nowMs });
      return false;
    });
    for (const cameraId of [...this.#since.keys()]) {
      if (!seen.has(cameraId)) this.#since.delete(cameraId);
    }
    return free;
  }

  /** The database was away: whatever was seen before doesn't count. */
  forget(): void {
    this.#since.clear();
  }
}
