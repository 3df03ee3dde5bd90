/** `[startMs, endMs)`, milliseconds since the Unix epoch. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function isEmpty({ startMs, endMs }: Span): boolean {
  return endMs <= startMs;
}

/** The spans put together: in order, apart from each other, none empty. */
export function union(spans: readonly Span[]): Span[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    if (endMs <= startMs) continue;
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

/** What is in both. Both must be in order and apart, as `union` gives them; so is the result. */
export function intersection(a: readonly Span[], b: readonly Span[]): Span[] {
  const common: Span[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const startMs = Math.max(a[i]!.startMs, b[j]!.startMs);
    const endMs = Math.min(a[i]!.endMs, b[j]!.endMs);
    if (startMs < endMs) common.push({ startMs, endMs });
    if (a[i]!.endMs < b[j]!.endMs) i++;
    else j++;
  }
  return common;
}

/** What is in `a` and not in `b`. Both must be in order and apart; so is the result. */
export function difference(a: readonly Span[], b: readonly Span[]): Span[] {
  const left: Span[] = [];
  let j = 0;
  for (const { startMs, endMs } of a) {
    let fromMs = startMs;
    while (j < b.length && b[j]!.endMs <= fromMs) j++;
    for (let k = j; k < b.length && b[k]!.startMs < endMs; k++) {
      if (b[k]!.startMs > fromMs) left.push({ startMs: fromMs, endMs: b[k]!.startMs });
      fromMs = Math.max(fromMs, b[k]!.endMs);
    }
    if (fromMs < endMs) left.push({ startMs: fromMs, endMs });
  }
  return left;
}

export function totalMs(spans: readonly Span[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
