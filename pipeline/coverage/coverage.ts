import { difference, intersection, totalMs, union, type Span } from '../time/span.ts';

/** What is known of one camera's time. Spans may overlap and come in any order. */
export interface CoverageFacts {
  /** One run of footage each; two of them may show the same time. */
  readonly runs: readonly FootageRun[];
  /** Nothing before this may be shown any more, so what was recorded there isn't known. */
  readonly keptFromMs: number;
}

export interface FootageRun {
  /** Segments that were tracked. */
  readonly tracked: readonly Span[];
  /** Segments that wait to be looked at or tracked, and what of the file isn't cut into segments yet. */
  readonly processing: readonly Span[];
  readonly gaps: readonly GapSpan[];
}

export interface GapSpan extends Span {
  /** An error code, such as DECODE_FAILED. */
  readonly cause: string;
}

export const COVERAGE_KINDS = ['covered', 'gap', 'processing', 'not-recorded', 'expired'] as const;
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

export interface CoveragePart extends Span {
  readonly kind: CoverageKind;
  /** Of a gap; else null. */
  readonly cause: string | null;
}

/**
 * What became of each moment of the span: the parts lie end to end, without holes or overlaps, and
 * neighbours differ. Where several things are true of a moment the first of these counts: it has expired;
 * some run saw it; some run has a gap there (the first that was told); some run is still being processed.
 * An empty span has no parts.
 */
export function coverageOf(span: Span, { runs, keptFromMs }: CoverageFacts): CoveragePart[] {
  let left = union([span]);
  const parts: CoveragePart[] = [];
  const take = (kind: CoverageKind, spans: readonly Span[], cause: string | null = null): void => {
    const taken = intersection(left, union(spans));
    parts.push(...taken.map((part) => ({ ...part, kind, cause })));
    left = difference(left, taken);
  };
  take('expired', [{ startMs: span.startMs, endMs: keptFromMs }]);
  take(
    'covered',
    runs.flatMap(({ tracked, gaps }) => difference(union(tracked), union(gaps))),
  );
  for (const gap of runs.flatMap(({ gaps }) => gaps)) take('gap', [gap], gap.cause);
  take(
    'processing',
    runs.flatMap(({ processing }) => processing),
  );
  take('not-recorded', left);
  return joined(parts.sort((a, b) => a.startMs - b.startMs));
}

/** Milliseconds of each kind. */
export function coverageTotals(parts: readonly CoveragePart[]): Record<CoverageKind, number> {
  const totals = COVERAGE_KINDS.map((kind) => [
    kind,
    totalMs(parts.filter((part) => part.kind === kind)),
  ]);
  return Object.fromEntries(totals) as Record<CoverageKind, number>;
}

function joined(parts: readonly CoveragePart[]): CoveragePart[] {
  const result: CoveragePart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.endMs === part.startMs && last.kind === part.kind && last.cause === part.cause) {
      result[result.length - 1] = { ...last, endMs: part.endMs };
    } else {
      result.push(part);
    }
  }
  return result;
}
