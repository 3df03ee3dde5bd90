import { SEGMENT_JITTER_MS } from '../../../pipeline/time/segment-jitter.ts';
import type { Span } from '../../../pipeline/time/span.ts';

export interface Timeline {
  /** Between the first and the last moment that anything is known of, what nothing is known of. */
  readonly uncovered: readonly Span[];
  /** What two pieces of video show. */
  readonly doubled: readonly Span[];
  /** What is told to be missing though there is video of it, or told twice. */
  readonly contradicted: readonly Span[];
}

/**
 * Lays what is told of one camera's time side by side: its pieces of video, and the gaps in which it had
 * none. What is shorter than the jitter of clocks is nothing. Of nothing: nothing.
 */
export function layOut(video: readonly Span[], gaps: readonly Span[]): Timeline {
  return {
    uncovered: holesIn([...video, ...gaps]),
    doubled: overlapsIn(video),
    contradicted: [...overlapsIn(gaps), ...gaps.flatMap((gap) => overlapsWith(gap, video))],
  };
}

/** Of all of them together, milliseconds. */
export function totalMs(spans: readonly Span[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** What of the span is in none of the others, in order. */
export function outside({ startMs, endMs }: Span, others: readonly Span[]): readonly Span[] {
  const parts: Span[] = [];
  let fromMs = startMs;
  for (const other of inOrder(others)) {
    if (other.startMs > fromMs)
      parts.push({ startMs: fromMs, endMs: Math.min(other.startMs, endMs) });
    fromMs = Math.max(fromMs, other.endMs);
    if (fromMs >= endMs) break;
  }
  if (fromMs < endMs) parts.push({ startMs: fromMs, endMs });
  return parts.filter((part) => part.endMs > part.startMs);
}

function holesIn(spans: readonly Span[]): Span[] {
  const [first, ...rest] = inOrder(spans);
  const holes: Span[] = [];
  let knownMs = first?.endMs ?? 0;
  for (const { startMs, endMs } of rest) {
    if (isMore(startMs - knownMs)) holes.push({ startMs: knownMs, endMs: startMs });
    knownMs = Math.max(knownMs, endMs);
  }
  return holes;
}

function overlapsIn(spans: readonly Span[]): Span[] {
  const ordered = inOrder(spans);
  return ordered.flatMap((span, i) => overlapsWith(span, ordered.slice(i + 1)));
}

function overlapsWith(span: Span, others: readonly Span[]): Span[] {
  return others
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, span.startMs),
      endMs: Math.min(endMs, span.endMs),
    }))
    .filter(({ startMs, endMs }) => isMore(endMs - startMs));
}

const isMore = (ms: number): boolean => ms > SEGMENT_JITTER_MS;

const inOrder = (spans: readonly Span[]): readonly Span[] =>
  [...spans].sort((a, b) => a.startMs - b.startMs);
