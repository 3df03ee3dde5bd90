/** `[startMs, endMs)` */
export interface TimeSpanMs {
  readonly startMs: number;
  readonly endMs: number;
}

/** The parts of the span, in order, that none of `covering` covers; shorter ones are left out. */
export function uncoveredParts(
  span: TimeSpanMs,
  covering: readonly TimeSpanMs[],
  shortestMs: number,
): TimeSpanMs[] {
  const parts: TimeSpanMs[] = [];
  let startMs = span.startMs;
  for (const part of covering.toSorted((a, b) => a.startMs - b.startMs)) {
    const endMs = Math.min(part.startMs, span.endMs);
    if (endMs - startMs >= shortestMs) parts.push({ startMs, endMs });
    startMs = Math.max(startMs, part.endMs);
  }
  if (span.endMs - startMs >= shortestMs) parts.push({ startMs, endMs: span.endMs });
  return parts;
}
