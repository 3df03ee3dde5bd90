/** A row of the plate index, as much of it as is needed to count. */
export interface CountedSighting {
  readonly footageId: string;
  readonly capturedMs: number;
  /** Equal for equal plates of one day. */
  readonly token: bigint;
}

/** Tracked video without a break. */
export interface SeenRun {
  readonly footageId: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface PassCount {
  /** Of which a run shows the whole, by its length. */
  readonly expected: number;
  /** Sightings, one for each pass of a plate in a run. */
  readonly seen: number;
  /** Times that a plate was seen again in the same pass. */
  readonly twice: number;
}

/**
 * Counts what the index holds of a loop in which each of so many plates passes once. A pass is seen twice
 * when two sightings of a plate in one run are less than half a loop apart: the next pass is a whole one
 * away. A run shows each plate as often whole as the loop goes into its length less one pass; that is an
 * estimate, of one pass more or less, since it isn't known where in the loop a run began.
 */
export function countPasses(
  runs: readonly SeenRun[],
  sightings: readonly CountedSighting[],
  loop: { readonly loopMs: number; readonly passMs: number; readonly plates: number },
): PassCount {
  const { loopMs, passMs, plates } = loop;
  let twice = 0;
  const last = new Map<string, number>();
  for (const { footageId, token, capturedMs } of sightings.toSorted(
    (a, b) => a.capturedMs - b.capturedMs,
  )) {
    const key = `${footageId} ${token}`;
    const before = last.get(key);
    if (before !== undefined && capturedMs - before < loopMs / 2) twice++;
    last.set(key, capturedMs);
  }
  const expected = runs.reduce(
    (sum, { startMs, endMs }) => sum + Math.max(0, (endMs - startMs - passMs) / loopMs) * plates,
    0,
  );
  return { expected: Math.round(expected), seen: sightings.length - twice, twice };
}
