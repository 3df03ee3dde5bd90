/** Who records what, as one process sees it. */
export interface LeaseView {
  /** The process that asks; takes part whether it is among `processes` or not. */
  readonly self: string;
  /** Ids of the ingest processes that live. */
  readonly processes: readonly string[];
  /** Every camera that is to be recorded and who holds it; null: nobody, it may be taken. */
  readonly holders: ReadonlyMap<string, string | null>;
}

export interface LeaseMoves {
  /** Take up to so many of the free cameras. */
  readonly take: number;
  /** Let these go. */
  readonly give: readonly string[];
}

/**
 * What the process has to do for its even share: all processes that see the same come to shares that
 * differ by one camera at most, and no camera moves that needn't. Who holds more now keeps the odd one.
 * No cameras: nothing to do.
 */
export function leaseMoves({ self, processes, holders }: LeaseView): LeaseMoves {
  const all = [...new Set([...processes, self])];
  const heldBy = new Map(all.map((id) => [id, [] as string[]]));
  for (const [cameraId, holder] of holders) {
    if (holder !== null) heldBy.get(holder)?.push(cameraId);
  }
  const ranked = all.sort(
    (a, b) => heldBy.get(b)!.length - heldBy.get(a)!.length || (a < b ? -1 : 1),
  );
  const share = Math.floor(holders.size / all.length);
  const larger = holders.size % all.length;
  const target = share + (ranked.indexOf(self) < larger ? 1 : 0);
  const mine = heldBy.get(self)!.sort();
  return { take: Math.max(0, target - mine.length), give: mine.slice(target) };
}
